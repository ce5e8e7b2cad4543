"""The default estimate: radius matching, bias-corrected, with a variance that knows comparisons are reused.

    τ̂ = mean over matched participants of d_t,   d_t = (Y_t − m̂₀(X_t)) − Σ_c w_tc (Y_c − m̂₀(X_c))
    V = n₁⁻² [Σ_t (d_t − τ̂)² + Σ_c (K_c² − Σ_t w_tc²) σ̂²_c],   K_c = Σ_t w_tc

m̂₀ is fitted to the matched comparison group with weights K_c: logistic for a binary outcome, linear for the
others, with curves for the numbers where the group is large enough (see `curves`). σ̂² is told by each one's
four neighbours on the score in the same stratum, over (1 − h_c)² with h_c the leverage in that regression, which
comes too near to those who weigh much. Abadie & Imbens 2006 (variance, theorem 7; σ̂², eq. 14), 2011 (bias
correction, section 2); MacKinnon & White 1985 (leverage: HC3).
"""

from __future__ import annotations

import numpy as np

from outcomelab.handovers.impact import Estimate
from outcomelab.handovers.interval import Z95
from outcomelab.impact.arrays import Floats
from outcomelab.impact.kernels import reuse_variance
from outcomelab.impact.matching import Match
from outcomelab.impact.matrix import Matrix
from outcomelab.impact.propensity import expit, logistic

_NEIGHBOURS = 4
_RIDGE = 1e-3
_NOTHING = 1e-10  # of the largest eigenvalue: below it, columns repeat one another


def interval(method: str, estimate: float, variance: float, estimand: str = "ATT") -> Estimate:
    """An estimate with its normal 95% interval."""
    se = float(np.sqrt(max(variance, 0.0)))
    return Estimate(method, estimate, se, estimate - Z95 * se, estimate + Z95 * se, estimand)


def matched_effect(method: str, match: Match, residual: Floats, leverage: Floats | None = None) -> Estimate:
    """The matched difference in `residual` (n): an outcome, or what of it was not expected by a regression in
    which each has that `leverage` (n)."""
    in_order = residual[match.order]
    running = np.zeros(len(in_order) + 1)
    np.cumsum(in_order, out=running[1:])
    alike = (running[match.last] - running[match.first]) / (match.last - match.first)
    difference = residual[match.rows] - alike
    estimate = float(difference.mean())
    own = np.zeros(0) if leverage is None else (1 - leverage[match.order]) ** 2
    sorted_by = match.scores, match.strata
    reuse = reuse_variance(in_order, running, *sorted_by, match.weight, match.squares, own, _NEIGHBOURS)
    variance = (((difference - estimate) ** 2).sum() + reuse) / len(match.rows) ** 2
    return interval(method, estimate, float(variance))


def expected_without(weight: Floats, matrix: Matrix, y: Floats, binary: bool) -> Floats:
    """m̂₀(X) for every row: the outcome expected without the programme, learned from the comparison group, whose
    `weight` is above 0. With no more comparison persons than parameters, their weighted mean.
    """
    used = weight > 0
    if used.sum() <= matrix.width + 1:
        return np.full(len(y), np.average(y, weights=weight))
    if binary and 0 < y.mean(where=used) < 1:
        return expit(matrix.linear(logistic(matrix, y, weight, ridge=_RIDGE * float(weight.sum()))))
    return linear_fit(matrix, y, weight)


def leverages(weight: Floats, matrix: Matrix, expected: Floats, binary: bool) -> Floats | None:
    """Of each row (n): how much of its own outcome is in what `expected_without` expects of it, at most 0.9.
    None where the comparison group is effectively so large that nobody's is a thousandth."""
    if weight.sum() ** 2 > 1_000 * (matrix.width + 1) * (weight @ weight):
        return None
    varies = weight * np.maximum(expected * (1 - expected), 0.0) if binary else weight
    inverse = np.linalg.pinv(matrix.gram(varies), rcond=_NOTHING, hermitian=True)
    found = np.zeros(len(weight))
    for place, rows in matrix.blocks():
        found[place] = varies[place] * ((rows @ inverse) * rows).sum(axis=1)
    return np.minimum(found, 0.9)


def linear_fit(matrix: Matrix, y: Floats, weight: Floats) -> Floats:
    """Weighted least squares of `y` on `matrix` (with an intercept), predicted for every row."""
    beta: Floats = np.linalg.lstsq(matrix.gram(weight), matrix.sums(weight * y), rcond=None)[0].astype(np.float64)
    return matrix.linear(beta)
