"""Pseudo-observations: for each person one value of time without the event, whether or not it was seen to its end.

    nθ − (n − 1)θ₍₋ᵢ₎,   θ = ∫₀^τ (1 − F₁(t)) dt

(Andersen, Klein & Rosthøj 2003; Andersen, Hansen & Klein 2004 for restricted means). Their mean over people alike
is what the mean of min(T, τ) would have been without censoring, provided people leave sight regardless of what
awaits them. θ without person i needs one more life table in which everybody is at risk with one person fewer:
up to their time it is that one, afterwards their group's own, scaled.
"""

from __future__ import annotations

import numpy as np

from outcomelab.impact.arrays import Floats
from outcomelab.impact.survival.life_table import life_table
from outcomelab.impact.survival.lives import EVENT, Lives


def pseudo_observations(lives: Lives, until: float) -> Floats:
    """Each person's time without the event up to `until` (n), everybody counting once whatever they weigh.

    Where nobody left sight before `until` it is the time itself: min(T, τ), τ for those who had no event or one
    that rules it out.
    """
    if not ((lives.event == 0) & (lives.time < until)).any():
        return np.where(lives.event == EVENT, np.minimum(lives.time, until), until)
    table = life_table(Lives(lives.time, lives.event, np.ones(len(lives))))
    fewer = np.maximum(table.at_risk - 1, 0.0)
    first, every = (_over(part, fewer) for part in (table.event, table.event + table.competing))
    free = np.cumprod(np.maximum(1 - every, 0.0))
    before = np.concatenate([[1.0], free[:-1]])
    had = np.cumsum(before * first)
    had_before = np.concatenate([[0.0], had[:-1]])

    k, mine = table.place, lives.event == EVENT
    own_first = _over(table.event[k] - mine, fewer[k])
    own_every = _over((table.event + table.competing)[k] - (lives.event > 0), fewer[k])
    had_after = had_before[k] + before[k] * own_first
    free_after = before[k] * np.maximum(1 - own_every, 0.0)
    scale = np.where(table.free[k] > 0, free_after / np.where(table.free[k] > 0, table.free[k], 1.0), 0.0)

    lengths = table.lengths(until)
    lost_before = np.concatenate([[0.0], np.cumsum(lengths[1:-1] * had[:-1])])[k]
    running = np.concatenate([[0.0], np.cumsum(lengths[1:] * table.had)])
    ahead = until - np.minimum(table.times[k], until)
    lost_after = ahead * (had_after - scale * table.had[k]) + scale * (running[-1] - running[k])
    n = len(lives)
    whole = until - running[-1]
    return np.asarray(n * whole - (n - 1) * (until - lost_before - lost_after), dtype=np.float64)


def _over(part: Floats, whole: Floats) -> Floats:
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1.0), 0.0)
