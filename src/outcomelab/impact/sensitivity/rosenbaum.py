"""Rosenbaum's bounds: how much more likely may one of a pair have been to take part, unrecorded, before chance
alone could explain the difference? (Rosenbaum 2002, sections 4.3.2 and 4.3.3)

Under Γ the participant is the one "towards" in a pair that differs with a chance of at most θ = Γ ÷ (1 + Γ).
P-values are one-sided, in the direction asked for.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import brentq
from scipy.special import betainc, betaincinv, ndtr, ndtri

from outcomelab.handovers.sensitivity import Bounds
from outcomelab.impact.arrays import Floats

GAMMAS = (1.0, 1.1, 1.25, 1.5, 2.0, 3.0, 5.0)
_ALPHA = 0.05
_MOST = 1e6


def bounds(difference: Floats, binary: bool, up: bool, gammas: tuple[float, ...] = GAMMAS) -> Bounds:
    """Bounds from `difference` (one a pair, participant less comparison) in the direction `up` or down.

    Binary outcomes by McNemar's test, others by Wilcoxon's signed ranks; pairs without a difference say nothing.
    """
    signed = difference if up else -difference
    towards, against = int((signed > 0).sum()), int((signed < 0).sum())
    if binary:
        found = tuple((gamma, mcnemar(towards, against, gamma)) for gamma in gammas)
        gamma = mcnemar_gamma(towards, against)
        return Bounds("mcnemar", len(difference), towards, against, gamma, found)
    found = tuple((gamma, signed_rank(signed, gamma)) for gamma in gammas)
    return Bounds("signed-rank", len(difference), towards, against, signed_rank_gamma(signed), found)


def mcnemar(towards: int, against: int, gamma: float) -> float:
    """The largest p-value under Γ: P(Binomial(towards + against, θ) ≥ towards)."""
    if towards == 0:
        return 1.0
    return float(betainc(towards, against + 1, gamma / (1 + gamma)))  # the binomial tail


def mcnemar_gamma(towards: int, against: int) -> float | None:
    """The largest Γ whose p-value is at most 0.05, None where there is none."""
    if mcnemar(towards, against, 1.0) > _ALPHA:
        return None
    theta = float(betaincinv(towards, against + 1, _ALPHA))
    return theta / (1 - theta)


def signed_rank(difference: Floats, gamma: float) -> float:
    """The largest p-value under Γ of the ranks' sum of those above zero (normal approximation, ties averaged)."""
    total, ranks = _rank_sum(difference)
    if not len(ranks):
        return 1.0
    theta = gamma / (1 + gamma)
    spread = np.sqrt(theta * (1 - theta) * (ranks**2).sum())
    return float(ndtr((theta * ranks.sum() - total) / spread))


def signed_rank_gamma(difference: Floats) -> float | None:
    """The largest Γ whose p-value is at most 0.05, None where there is none; at most a million."""
    if signed_rank(difference, 1.0) > _ALPHA:
        return None
    total, ranks = _rank_sum(difference)
    whole, squares, z = ranks.sum(), np.sqrt((ranks**2).sum()), float(ndtri(_ALPHA))

    def apart(log_gamma: float) -> float:
        theta = 1 / (1 + np.exp(-log_gamma))
        return float((theta * whole - total) - z * np.sqrt(theta * (1 - theta)) * squares)

    top = float(np.log(_MOST))
    if apart(top) <= 0:
        return _MOST
    return float(np.exp(brentq(apart, 0.0, top, xtol=1e-12)))


def _rank_sum(difference: Floats) -> tuple[float, Floats]:
    """Pairs without a difference have a rank and count nothing (Pratt 1959), as Rosenbaum has it."""
    ranks = _ranks(np.abs(difference))
    return float(ranks[difference > 0].sum()), ranks[difference != 0]


def _ranks(values: Floats) -> Floats:
    """From 1 up, equal values sharing the mean of theirs. All of scipy.stats for this alone would cost every study
    half a second."""
    _, place, times = np.unique(values, return_inverse=True, return_counts=True)
    shared: Floats = (np.cumsum(times) - (times - 1) / 2.0)[place]
    return shared
