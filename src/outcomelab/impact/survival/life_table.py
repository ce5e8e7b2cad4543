"""A group's life table: who was at risk and what happened, at each distinct time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outcomelab.impact.arrays import Floats, Ints
from outcomelab.impact.survival.lives import COMPETING, EVENT, Lives


@dataclass(frozen=True)
class LifeTable:
    """At each of J distinct `times`: weight `at_risk`, of the `event` and of the `competing` one.

    `free`: share with neither event after that time, S = Π (1 − d/Y) (Kaplan & Meier 1958).
    `had`: share with the event by then, F₁ = Σ S₋ d₁/Y (Aalen & Johansen 1978); without competing events 1 − S.
    `place`: which of the times is each person's (n).
    """

    times: Floats
    at_risk: Floats
    event: Floats
    competing: Floats
    free: Floats
    had: Floats
    place: Ints

    @property
    def free_before(self) -> Floats:
        """S just before each time."""
        return np.asarray(np.concatenate([[1.0], self.free[:-1]]), dtype=np.float64)

    @property
    def without(self) -> Floats:
        """The share without the event after each time: S itself where nothing competes, to the last bit."""
        return 1 - self.had if self.competing.any() else self.free

    def lengths(self, until: float) -> Floats:
        """How long each step of the curve is, none past `until`: J + 1; the first begins at 0."""
        ends = np.minimum(np.concatenate([[0.0], self.times, [until]]), until)
        return np.asarray(np.maximum(np.diff(ends), 0.0), dtype=np.float64)


def life_table(lives: Lives) -> LifeTable:
    """The life table of a group. Persons are at risk at the time they leave, too."""
    times, place = np.unique(lives.time, return_inverse=True)
    weight = lives.weight / lives.weight.mean()

    def summed(values: Floats) -> Floats:
        return np.asarray(np.bincount(place, values, len(times)), dtype=np.float64)

    at_risk = np.cumsum(summed(weight)[::-1], dtype=np.float64)[::-1]
    event = summed(weight * (lives.event == EVENT))
    competing = summed(weight * (lives.event == COMPETING))
    free = np.cumprod(np.maximum(1 - (event + competing) / at_risk, 0.0), dtype=np.float64)
    free[_last(event + competing, at_risk)] = 0.0
    before = np.concatenate([[1.0], free[:-1]])
    had = np.cumsum(before * event / at_risk, dtype=np.float64)
    return LifeTable(times, at_risk, event, competing, free, had, place)


def _last(left: Floats, at_risk: Floats) -> slice:
    """The last time, where everybody still there has an event: rounding must not leave a rest."""
    return slice(-1, None) if left[-1] >= at_risk[-1] * (1 - 1e-12) else slice(0, 0)
