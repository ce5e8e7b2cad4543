"""What the pairs teach: how often a person's two records agree, by expectation maximisation.

The model is Fellegi and Sunter's (1969) with three sorts of pairs: the same person, relatives, strangers.
The expectation step lets a participant be at most one person and a person at most one participant, which
an expectation pair by pair does not know; without that, brothers and namesakes pass for spoiled matches
and estimated precision comes out too high. Rates start from the levels' own m, which count as much as
`_START` matches, so that a short list learns little and a long one nearly everything.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outcomelab.linkage.relatives import Relatives
from outcomelab.linkage.scheme import Comparison
from outcomelab.linkage.score import Floats, Levels, Numbers, Pairs

_START = 20.0
_LISTED_START, _LISTED_WEIGHT = 0.8, 10.0
_ROUNDS, _STILL = 50, 1e-6
_CERTAIN = 500.0  # bits; twice as many would overflow


@dataclass(frozen=True)
class Model:
    """What was learned. m: by comparison and level. share: of the participants, how many are in the
    holding. weight: bits for each pair. probability: that the pair is the same person, given that each
    side has at most one match."""

    m: dict[str, Floats]
    share: float
    weight: Floats
    probability: Floats


def learn(
    pairs: Pairs,
    comparisons: tuple[Comparison, ...],
    relatives: Relatives,
    listed: int,
    held: int,
    *,
    repeats: bool = False,
) -> Model:
    """Learn m and the share of participants in the holding from all candidate pairs at once.

    `repeats`: one person may be on the list several times, so participants are no rivals of each other.
    """
    probable = without_other_participants if repeats else one_to_one
    strangers = -different_people(pairs, comparisons, relatives, held)
    patterns = _patterns(pairs, comparisons)
    m = {c.name: np.array([level.m for level in c.levels]) for c in comparisons}
    start = {name: _START * values / values.sum() for name, values in m.items()}
    share = _LISTED_START
    weight = probability = np.zeros(len(pairs.participant))
    for _ in range(_ROUNDS):
        agreement = sum((_at(np.log2(values), patterns.levels[name]) for name, values in m.items()), np.zeros(1))
        weight = strangers + (agreement + np.log2(share / (1 - share) / held))[patterns.of]
        before, probability = probability, probable(pairs, weight)
        if np.abs(probability - before).max(initial=0.0) < _STILL:
            break
        expected = np.bincount(patterns.of, probability, minlength=patterns.number)
        for name in m:
            seen = patterns.levels[name] >= 0
            counts = start[name] + np.bincount(
                patterns.levels[name][seen], expected[seen], minlength=len(start[name])
            )
            m[name] = counts / counts.sum()
        share = float((probability.sum() + _LISTED_START * _LISTED_WEIGHT) / (listed + _LISTED_WEIGHT))
    return Model(m, share, weight, probability)


@dataclass(frozen=True)
class _Patterns:
    """The different combinations of levels, of which there are far fewer than pairs.

    levels: of each pattern, by comparison. of: the pattern of each pair.
    """

    levels: dict[str, Levels]
    of: Numbers
    number: int


def _patterns(pairs: Pairs, comparisons: tuple[Comparison, ...]) -> _Patterns:
    codes = np.zeros(len(pairs.participant), np.int64)
    for c in comparisons:
        codes = codes * (len(c.levels) + 1) + pairs.levels[c.name] + 1
    _, first, of = np.unique(codes, return_index=True, return_inverse=True)
    levels = {c.name: pairs.levels[c.name][first] for c in comparisons}
    return _Patterns(levels, of.astype(np.int32), len(first))


def different_people(pairs: Pairs, comparisons: tuple[Comparison, ...], relatives: Relatives, held: int) -> Floats:
    """log2 of the probability of a pair's levels if it is two people: strangers or, perhaps, relatives."""
    strangers = {
        c.name: _at(np.log2(pairs.chance[c.name]), pairs.levels[c.name]) - pairs.frequency[c.name]
        for c in comparisons
    }
    chance: Floats = sum(strangers.values(), np.zeros(len(pairs.participant)))
    if not relatives.number or not pairs.relatives.any():
        return chance
    family = chance + np.log2(relatives.number / held)
    for comparison in comparisons:
        if comparison.name in relatives.shared:
            kin = np.log2([level.kin for level in comparison.levels])
            family = family - strangers[comparison.name] + _at(kin, pairs.levels[comparison.name])
    for name, rate in (("born", relatives.twins), ("forename", relatives.namesakes)):
        if name in strangers:
            agrees = pairs.levels[name] == 0
            family = family + np.where(agrees, np.maximum(np.log2(rate) - strangers[name], 0.0), 0.0)
    return np.where(pairs.relatives, np.logaddexp2(chance, family), chance)


def one_to_one(pairs: Pairs, weight: Floats) -> Floats:
    """Each pair's probability against all its rivals: the participant's other persons, the person's other
    participants, and no match at all."""
    odds = np.exp2(np.minimum(weight, _CERTAIN))
    rivals = np.maximum(_total(pairs.participant, odds) - odds, 0.0)
    rivals += np.maximum(_total(pairs.person, odds) - odds, 0.0)
    probability: Floats = odds / (1.0 + odds + rivals)
    return probability


def without_other_participants(pairs: Pairs, weight: Floats) -> Floats:
    """Each pair's probability against the participant's other persons and no match only."""
    odds = np.exp2(np.minimum(weight, _CERTAIN))
    probability: Floats = odds / (1.0 + _total(pairs.participant, odds))
    return probability


def _total(group: Numbers, value: Floats) -> Floats:
    totals: Floats = np.bincount(group, value).astype(np.float64)
    return totals[group]


def _at(values: Floats, levels: Levels) -> Floats:
    # An identifier that is missing says nothing: the last place, index −1, holds 0.
    return np.append(values, 0.0)[levels]
