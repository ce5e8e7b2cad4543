"""When a difference between groups is told as a warning: more than 5 points, and more than chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from statistics import NormalDist

GAP = 5.0  # percentage points (judgement)
_CHANCE = 0.05


@dataclass(frozen=True)
class Rate:
    """A share (0–1) of some `people` at one `level` of a group; `people` need not be whole, where expected."""

    level: str
    share: float
    people: float


def widest_gap(rates: Sequence[Rate]) -> tuple[Rate, Rate] | None:
    """The lowest and the highest of the two rates farthest apart among those that differ; None when none do.

    Two rates differ when they are more than `GAP` points apart and a two-sided test of two proportions says so
    at 5% shared among all pairs of levels (Bonferroni). Each rate's variance is taken with one person more on
    either side, so that a rate of none or all in a small group is not taken for certain.
    """
    pairs = [sorted(pair, key=lambda rate: rate.share) for pair in combinations(rates, 2)]
    if not pairs:
        return None
    limit = NormalDist().inv_cdf(1 - _CHANCE / (2 * len(pairs)))
    differ = [
        (low, high)
        for low, high in pairs
        if 100 * (high.share - low.share) > GAP
        and high.share - low.share > limit * sqrt(_variance(low) + _variance(high))
    ]
    return max(differ, key=lambda pair: pair[1].share - pair[0].share, default=None)


def _variance(rate: Rate) -> float:
    share = (rate.share * rate.people + 1) / (rate.people + 2)
    return share * (1 - share) / max(rate.people, 1.0)
