"""The log-rank test of participants against comparison.

    U = Σ_t (d₁ − d Y₁/Y),   χ² = U² / V

Where everybody weighs the same, V is the hypergeometric variance (Mantel 1966; Peto & Peto 1972). With weights, V
is the sum of the squares of what each person adds to U, whether or not they had the event (Lin & Wei 1989); the
weights count as given.
"""

from __future__ import annotations

import numpy as np
from scipy.special import chdtrc

from outcomelab.handovers.survival import LogRank
from outcomelab.impact.arrays import Bools
from outcomelab.impact.survival.lives import EVENT, Lives


def log_rank(lives: Lives, participant: Bools) -> LogRank | None:
    """The test, None where nobody, or everybody at once, had the event. A competing event ends a person's time at
    risk, as leaving sight does."""
    times, place = np.unique(lives.time, return_inverse=True)
    had = lives.event == EVENT

    def summed(values: np.ndarray) -> np.ndarray:
        return np.bincount(place, values, len(times))

    def still(values: np.ndarray) -> np.ndarray:
        return np.cumsum(summed(values)[::-1])[::-1]

    weight = lives.weight
    robust = not lives.alike
    if not robust:
        weight = np.ones(len(lives))
    y, mine = still(weight), still(weight * participant)
    events = summed(weight * had)
    share = mine / y
    score = float((summed(weight * (had & participant)) - events * share).sum())
    if robust:
        hazard = events / y
        expected = participant * np.cumsum(hazard)[place] - np.cumsum(hazard * share)[place]
        variance = float((weight**2 * (had * (participant - share[place]) - expected) ** 2).sum())
    else:
        left = np.where(y > 1, (y - events) / np.maximum(y - 1, 1), 0.0)
        variance = float((events * share * (1 - share) * left).sum())
    if variance <= 1e-12 * max(float(events.sum()), 1.0):
        return None
    statistic = score**2 / variance
    return LogRank(statistic, float(chdtrc(1, statistic)), robust)
