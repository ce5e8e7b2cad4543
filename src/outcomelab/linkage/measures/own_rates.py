"""How many matches of each group were compared and not linked, by the group's own rates of agreement.

Links are decided by one set of rates, for nobody is to be linked by what group they are of. Where a group's
records are spoiled more, these rates find its doubtful pairs less probable than they are. To say how many matches
it lost, its own are learned, as far as its matches tell, and everybody's otherwise (empirical Bayes with a fixed
weight).
"""

from __future__ import annotations

import numpy as np

from outcomelab.linkage.levels import Floats
from outcomelab.linkage.measures.agreeing import ENOUGH, Places
from outcomelab.linkage.score import upto
from outcomelab.linkage.weighed import Weighed

# How many of a group's matches everybody's rates count for, and of its participants the share in the holding.
_EVERYBODY = 50.0
_ROUNDS = 8
_LEAST = 1e-4  # a pair with less is nobody's match in any group


def unlinked(found: Weighed, place: Places, levels: int) -> Floats:
    """Matches expected among the pairs that were compared and not linked, by level of a grouping (`place` of each
    participant). Of many participants the first tell it of all."""
    looked = min(len(place), ENOUGH)
    rows = np.nonzero(found.probability[: upto(found.pairs, looked)] >= _LEAST)[0]
    everyone, place = len(place), place[:looked]
    told = found.probability[rows]
    participant = (found.pairs.participant[rows] - 1).astype(np.intp)
    level, people, share = place[participant], np.bincount(place, minlength=levels), found.model.share
    alone, matches = told, _shared(participant, told)
    for _ in range(_ROUNDS):
        there = (np.bincount(level, matches, levels) + _EVERYBODY * share) / (people + _EVERYBODY)
        there = np.minimum(there, (1 + share) / 2)
        bits = _own(found, rows, level, levels, matches)
        bits += np.log2(there / (1 - there) * (1 - share) / share)[level]
        # Rivals are of the same participant, and of one group: their odds change together.
        times = np.exp2(bits)
        alone = told * times / (1 - told + told * times)
        matches = _shared(participant, alone)
    # Of a participant's one match, what its link does not account for: whoever is held twice is linked once.
    kept = np.isin(rows, found.decision.kept)
    missed = np.bincount(participant, matches, len(place))
    missed -= np.bincount(participant[kept], alone[kept], len(place))
    lost = np.bincount(place, np.maximum(missed, 0.0), levels).astype(np.float64)
    return lost * (everyone / looked)


def _own(found: Weighed, rows: Places, level: Places, levels: int, matches: Floats) -> Floats:
    """Bits that a group's own rates add to each of the pairs `rows`."""
    bits = np.zeros(len(rows))
    for name, everybodys in found.model.m.items():
        at, states = found.pairs.levels[name][rows], len(everybodys)
        seen = at >= 0
        code = level[seen] * states + at[seen]
        counts = (
            np.bincount(code, matches[seen], levels * states).reshape(levels, states) + _EVERYBODY * everybodys
        )
        bits[seen] += np.log2(counts / counts.sum(axis=1, keepdims=True) / everybodys).ravel()[code]
    return bits


def _shared(participant: Places, probability: Floats) -> Floats:
    shared: Floats = probability / np.maximum(np.bincount(participant, probability)[participant], 1.0)
    return shared
