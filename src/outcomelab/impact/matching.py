"""Who is compared with whom: within exact strata, everyone in the pool whose score is near enough.

Pool members are sorted by (stratum, score); each participant's comparisons are then one stretch of that
order, found by bisection, and every sum over comparisons is a difference of running sums. O(n log n).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from outcomelab.impact.arrays import Bools, Floats, Ints
from outcomelab.impact.moments import moments

FEWEST = 10  # participants or comparison persons below which no standard error can be trusted


@dataclass(frozen=True)
class Match:
    """Comparisons of the `rows` (participants matched, m rows of the design): pool members `first` to `last`
    (exclusive) of `order`, equally weighted.

    `order` (pool rows sorted by stratum and score), and for each of them `weight`, the sum K_c of its
    weights over participants, and `squares`, the sum of their squares. `scores` and `strata` follow `order`.
    `unmatched` are participants with nobody within `caliper` (logit scale).
    """

    rows: Ints
    unmatched: Ints
    first: Ints
    last: Ints
    order: Ints
    weight: Floats
    squares: Floats
    scores: Floats
    strata: Ints
    caliper: float

    @property
    def effective(self) -> float:
        """Kish's effective sample size of the comparison weights."""
        return float(self.weight.sum() ** 2 / (self.weight**2).sum())


def enough(match: Match) -> bool:
    """Whether a standard error can be trusted: at least `FEWEST` persons on both sides."""
    return len(match.rows) >= FEWEST and int((match.weight > 0).sum()) >= FEWEST


def caliper_width(scores: Floats, participant: Bools, caliper: float) -> float:
    """`caliper` standard deviations of the logit: the root mean of both groups' variances (Austin 2011, eq. 1)."""
    spreads = moments(scores[participant]).sd, moments(scores[~participant]).sd
    return caliper * float(np.hypot(*spreads) / np.sqrt(2))


def radius(scores: Floats, participant: Bools, strata: Ints, width: float) -> Match:
    """Every pool member of the same stratum whose score is at most `width` away (Dehejia & Wahba 2002)."""
    rows = np.flatnonzero(participant)
    pool = np.flatnonzero(~participant)
    order = _in_order(pool, scores, strata)
    ordered, in_stratum = scores[order], strata[order]
    first = np.zeros(len(rows), dtype=np.int64)
    last = np.zeros(len(rows), dtype=np.int64)
    for stratum in np.unique(strata[rows]):
        begin, end = np.searchsorted(in_stratum, (stratum, stratum + 1))
        mine = np.flatnonzero(strata[rows] == stratum)
        here, wanted = ordered[begin:end], scores[rows[mine]]
        first[mine] = begin + np.searchsorted(here, wanted - width, "left")
        last[mine] = begin + np.searchsorted(here, wanted + width, "right")
    return matched(rows, first, last, order, ordered, in_stratum, width)


def _in_order(rows: Ints, scores: Floats, strata: Ints) -> Ints:
    """`rows` by stratum, and by score in each: sorting stratum after stratum is faster than all at once."""
    few = strata.max() <= np.iinfo(np.int16).max  # which are sorted by counting
    kinds = (strata.astype(np.int16) if few else strata)[rows]
    by_kind = np.argsort(kinds, kind="stable")
    rows, kinds = rows[by_kind], kinds[by_kind]
    begins = np.flatnonzero(kinds[1:] != kinds[:-1]) + 1
    for begin, end in pairwise([0, *begins, len(rows)]):
        part = rows[begin:end]
        rows[begin:end] = part[np.argsort(scores[part])]
    return rows


def matched(
    rows: Ints, first: Ints, last: Ints, order: Ints, scores: Floats, strata: Ints, caliper: float
) -> Match:
    """The match in which each of `rows` is compared with the stretch `first` to `last` of `order`, nobody where
    that is empty."""
    found = last > first
    first, last = first[found], last[found]
    share = 1.0 / (last - first)
    weight, squares = (_running(first, last, power, len(order)) for power in (share, share**2))
    idle = weight < share.min(initial=1.0) / 2  # what rounding left where no stretch lies
    weight[idle], squares[idle] = 0.0, 0.0
    return Match(rows[found], rows[~found], first, last, order, weight, squares, scores, strata, caliper)


def _running(first: Ints, last: Ints, value: Floats, length: int) -> Floats:
    """For each place, the sum of `value` over the stretches that cover it."""
    change = np.zeros(length + 1)
    np.add.at(change, first, value)
    np.subtract.at(change, last, value)
    return np.cumsum(change, out=change)[:length]
