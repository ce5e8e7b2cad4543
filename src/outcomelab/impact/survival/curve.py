"""One group's curve: the share without the event at each time, with its interval, and who was still followed."""

from __future__ import annotations

import numpy as np

from outcomelab.handovers.interval import Z95
from outcomelab.handovers.survival import Curve
from outcomelab.impact.arrays import Floats
from outcomelab.impact.survival.influence import influence, restricted_mean, spread
from outcomelab.impact.survival.life_table import life_table
from outcomelab.impact.survival.lives import COMPETING, EVENT, Lives

MOST_TIMES = 5_000


def curve(lives: Lives, until: float) -> Curve:
    """The curve up to `until`, told at every time at which someone left or, where these are very many, at whole
    units (at 4,800 equal steps where the times reach past 5,000)."""
    table = life_table(lives)
    moved = influence(lives, table)
    se = spread(table, moved)
    at = _told(table.times, until)
    last = np.searchsorted(table.times, at, "right")  # how many of the table's times have come
    without = np.concatenate([[1.0], table.without])[last]
    error = np.concatenate([[0.0], se])[last]
    low, high = log_log(without, error)
    mean, mean_se = restricted_mean(table, moved, until)
    order = np.sort(lives.time)
    half = np.flatnonzero(table.without <= 0.5 + 1e-12)
    return Curve(
        persons=len(lives),
        times=tuple(at.tolist()),
        at_risk=tuple((len(lives) - np.searchsorted(order, at, "left")).tolist()),
        events=_by_then(lives.time[lives.event == EVENT], at),
        competing=_by_then(lives.time[lives.event == COMPETING], at),
        without=tuple(without.tolist()),
        se=tuple(error.tolist()),
        low=tuple(low.tolist()),
        high=tuple(high.tolist()),
        median=float(table.times[half[0]]) if len(half) else None,
        restricted=mean,
        restricted_se=mean_se,
    )


def log_log(share: Floats, se: Floats) -> tuple[Floats, Floats]:
    """95% limits on the scale of log(−log S), which keeps them between 0 and 1 (Kalbfleisch & Prentice 1980).

    A share of none or all has no width on that scale: its limits are itself.
    """
    inside = (share > 0) & (share < 1)
    safe = np.where(inside, share, 0.5)
    wide = Z95 * np.where(inside, se, 0.0) / (safe * np.abs(np.log(safe)))
    reach = np.exp(np.minimum(wide, 700.0))
    return np.where(inside, safe**reach, share), np.where(inside, safe ** (1 / reach), share)


def _told(times: Floats, until: float) -> Floats:
    within = times[times <= until]
    if len(within) <= MOST_TIMES:
        return within if len(within) and within[-1] == until else np.append(within, until)
    step = 1.0 if until <= MOST_TIMES else until / 4_800
    lattice: Floats = step * np.arange(1, int(until / step) + 1, dtype=np.float64)
    return lattice if lattice[-1] >= until else np.append(lattice, until)


def _by_then(times: Floats, at: Floats) -> tuple[int, ...]:
    return tuple(np.searchsorted(np.sort(times), at, "right").tolist())
