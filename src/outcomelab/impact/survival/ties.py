"""Tied events in a Cox model, by Efron's approximation (1977): what one time of m events adds up to.

The m events leave one after the other, in no known order: before the l-th (l = 0 … m − 1) the weight at risk is
D_l = φ − (l/m) φ_D, φ of everyone at risk and φ_D of those with the event then.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outcomelab.impact.arrays import Bools, Floats, Ints


@dataclass(frozen=True)
class Times:
    """Who left when: `place` (n) among J times in their order, `had` the event (n), weights (n)."""

    place: Ints
    had: Bools
    weight: Floats
    count: int

    def summed(self, values: Floats) -> Floats:
        """The sum of `values` (n) at each time (J)."""
        return np.asarray(np.bincount(self.place, values, self.count), dtype=np.float64)

    def still(self, values: Floats) -> Floats:
        """The sum of `values` (n) over everyone still at risk, at each time (J)."""
        return np.cumsum(self.summed(values)[::-1])[::-1]

    def columns(self, x: Floats, values: Floats) -> tuple[Floats, Floats]:
        """Σ values · x at each time, over everyone at risk and over those with the event: J × p each."""
        risk = np.empty((self.count, x.shape[1]))
        event = np.empty_like(risk)
        for column in range(x.shape[1]):
            weighted = values * x[:, column]
            risk[:, column] = self.still(weighted)
            event[:, column] = self.summed(weighted * self.had)
        return risk, event


@dataclass(frozen=True)
class Ties:
    """At each time (J): `mean` weight of its events, times Σ_l (l/m)^a / D_l^b. `first`: a = 0, 1 with b = 1;
    `second`: a = 0, 1, 2 with b = 2. `logs`: mean weight × Σ_l log D_l. All 0 where there was no event."""

    events: Floats
    mean: Floats
    logs: Floats
    first: tuple[Floats, Floats]
    second: tuple[Floats, Floats, Floats]


def ties(times: Times, risk: Floats) -> Ties:
    """The sums at `risk` (n): each person's weight times hazard relative to others'."""
    events = times.summed(times.had.astype(np.float64))
    mean = times.summed(times.weight * times.had) / np.maximum(events, 1)
    at_risk, tied = times.still(risk), times.summed(risk * times.had)
    many = events.astype(np.int64)
    of = np.repeat(np.arange(times.count), many)
    before = np.arange(len(of)) - np.repeat(np.cumsum(many) - many, many)
    share = before / events[of]
    left = at_risk[of] - share * tied[of]

    def total(values: Floats) -> Floats:
        return mean * np.bincount(of, values, times.count)

    return Ties(
        events,
        mean,
        total(np.log(left)),
        (total(1 / left), total(share / left)),
        (total(1 / left**2), total(share / left**2), total(share**2 / left**2)),
    )
