"""How far the groups overlap on the propensity score, and on whom the comparison rests."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from outcomelab.handovers.overlap import Densities, Overlap
from outcomelab.impact.arrays import Floats, Ints
from outcomelab.impact.chosen import Chosen, Comparable
from outcomelab.impact.kernels import binned
from outcomelab.impact.matching import Match

_BINS = 30  # about so many
_BEYOND = 0.5  # per cent of everyone on either end, who share the outermost bins
_TOP = 0.05
_ALIKE = 1e-9  # scores are told apart to this
MANY_TIED = 0.10


def overlap_of(people: Comparable, chosen: Chosen, participants: int) -> Overlap:
    """Of the comparison `chosen` among `people`; `participants` there are in all."""
    weight = chosen.weight[~people.participant & (chosen.weight > 0)]
    most = max(1, round(_TOP * len(weight)))
    weight.partition(len(weight) - most)
    return Overlap(
        densities=_densities(people, chosen),
        in_reach=chosen.matched / participants,
        largest=float(weight.max() / weight.sum()),
        top=float(weight[-most:].sum() / weight.sum()),
        tied=_tied(people, chosen),
    )


def tied_note(overlap: Overlap | None, methods: Sequence[str]) -> tuple[str, ...]:
    """A warning where more than a tenth of the pool is tied."""
    if overlap is None or overlap.tied <= MANY_TIED:
        return ()
    said = f"{overlap.tied:.0%} of the pool have exactly the same score as another of the pool: many are tied."
    if "nearest" in methods:
        said += " Among those, nearest matching takes whom lots decide, or all of them with --replace."
    return (f"{said} Radius matching and weights count all of them alike.",)


def _densities(people: Comparable, chosen: Chosen) -> Densities:
    edges = _edges(people.scores)
    bins = len(edges) - 1
    side = people.participant
    persons, weight = binned(people.scores, side, chosen.weight, edges[0], edges[-1], bins)
    return Densities(
        edges=tuple(round(float(edge), 6) for edge in edges),
        participants=tuple(int(n) for n in persons[0]),
        pool=tuple(int(n) for n in persons[1]),
        matched=tuple(int(n) for n in persons[2]),
        comparison=tuple(int(n) for n in persons[3]),
        weight=tuple(float(share) for share in weight / weight.sum()),
    )


def _edges(scores: Floats) -> Floats:
    """Round numbers at equal distances over nearly everyone's scores."""
    low, high = np.percentile(scores, (_BEYOND, 100 - _BEYOND))
    wide = (high - low) / _BINS
    if wide < 1e-6:  # everyone has one score
        return np.array([low - 0.5, low + 0.5])
    step = 10.0 ** np.floor(np.log10(wide))
    step *= next(times for times in (1.0, 2.0, 2.5, 5.0, 10.0) if times * step >= wide * (1 - 1e-9))
    first, last = np.floor(low / step), np.ceil(high / step)
    return np.asarray(np.arange(first, max(last, first + 1) + 0.5) * step)


def _tied(people: Comparable, chosen: Chosen) -> float:
    if isinstance(chosen.match, Match):
        scores, strata = chosen.match.scores, chosen.match.strata
    else:
        pool: Ints = np.flatnonzero(~people.participant)
        pool = pool[np.lexsort((people.scores[pool], people.strata[pool]))]
        scores, strata = people.scores[pool], people.strata[pool]
    alike = (scores[1:] - scores[:-1] < _ALIKE) & (strata[1:] == strata[:-1])
    return float((np.r_[alike, False] | np.r_[False, alike]).mean())
