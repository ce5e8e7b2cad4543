"""The infinitesimal jackknife: how far one person's weight moves a curve, and a mean time.

Jaeckel (1972); for survival curves with weights Therneau & Grambsch (2000, section 2.2). The squares over persons,
times their squared weights, are a variance that allows for weights; where all weigh the same it is Greenwood's
(1926), exactly. Weights count as given, not as estimated.

Once a person has left, the share with the event is moved by p + c F₁(t), two numbers a person; before, by a
function of time alone. So the variance at every time takes running sums and no table of persons by times.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outcomelab.impact.arrays import Floats
from outcomelab.impact.survival.life_table import LifeTable
from outcomelab.impact.survival.lives import EVENT, Lives


@dataclass(frozen=True)
class Influence:
    """What a person's unit of weight adds to F₁(t): `waiting` (J) at the times until they leave, afterwards
    `fixed` + `turning` × F₁(t) (n each). `weight`: n, of mean 1."""

    weight: Floats
    waiting: Floats
    fixed: Floats
    turning: Floats


def influence(lives: Lives, table: LifeTable) -> Influence:
    """Everyone's influence on their group's curve."""
    y, k, before = table.at_risk, table.place, table.free_before
    hazard = (table.event + table.competing) / y
    stays = table.free > 0
    share = np.where(stays, 1 / (y * np.where(stays, 1 - hazard, 1.0)), 0.0)
    waited = np.cumsum(hazard * share)  # d log S of whoever is still there
    so_far = np.concatenate([[0.0], waited[:-1]])
    waiting = np.cumsum(before * table.event / y * (so_far - 1 / y))
    turning = waited[k] - (lives.event > 0) * share[k]
    leaving = waiting[k] + (lives.event == EVENT) * (before / y)[k]
    weight = lives.weight / lives.weight.mean()
    return Influence(weight, waiting, leaving - turning * table.had[k], turning)


def spread(table: LifeTable, moved: Influence) -> Floats:
    """The standard error of the share with (or without) the event, at each time of the table."""
    square = moved.weight**2

    def left(values: Floats) -> Floats:
        return np.cumsum(np.bincount(table.place, square * values, len(table.times)))

    gone = left(np.ones(len(square)))
    still = np.maximum(gone[-1] - gone, 0.0)
    curve = left(moved.fixed**2) + table.had * (
        2 * left(moved.fixed * moved.turning) + table.had * left(moved.turning**2)
    )
    return np.asarray(np.sqrt(np.maximum(curve, 0.0) + still * moved.waiting**2), dtype=np.float64)


def restricted_mean(table: LifeTable, moved: Influence, until: float) -> tuple[float, float]:
    """The mean time without the event up to `until`, ∫ (1 − F₁), and its standard error."""
    lengths = table.lengths(until)
    mean = float(lengths @ np.concatenate([[1.0], table.without]))
    had = np.concatenate([[0.0], np.cumsum(lengths[1:] * table.had)])
    waiting = np.concatenate([[0.0], np.cumsum(lengths[1:] * moved.waiting)])
    k = table.place
    ahead = until - np.minimum(table.times[k], until)
    each = -(waiting[k] + ahead * moved.fixed + (had[-1] - had[k]) * moved.turning)
    return mean, float(np.sqrt((moved.weight**2 * each**2).sum()))
