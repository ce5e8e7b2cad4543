"""The default estimate: radius matching, bias-corrected, with a variance that knows comparisons are reused.

    τ̂ = mean over matched participants of d_t,   d_t = (Y_t − m̂₀(X_t)) − Σ_c w_tc (Y_c − m̂₀(X_c))
    V = n₁⁻² [Σ_t (d_t − τ̂)² + Σ_c (K_c² − Σ_t w_tc²) σ̂²_c],   K_c = Σ_t w_tc

m̂₀ is fitted to the matched comparison group with weights K_c: logistic for a binary outcome, linear for the
others. Abadie & Imbens 2006 (variance, theorem 7), 2011 (bias correction, section 2).
"""

from __future__ import annotations

import numpy as np

from outcomelab.handovers.impact import Estimate
from outcomelab.impact.arrays import Floats, Ints
from outcomelab.impact.matching import Match
from outcomelab.impact.matrix import Matrix
from outcomelab.impact.propensity import expit, logistic

Z95 = 1.959963984540054
_NEIGHBOURS = 4
_RIDGE = 1e-3


def interval(method: str, estimate: float, variance: float, estimand: str = "ATT") -> Estimate:
    """An estimate with its normal 95% interval."""
    se = float(np.sqrt(max(variance, 0.0)))
    return Estimate(method, estimate, se, estimate - Z95 * se, estimate + Z95 * se, estimand)


def matched_effect(method: str, match: Match, residual: Floats) -> Estimate:
    """The matched difference in `residual` (n): an outcome, or what of it was not expected."""
    in_order = residual[match.order]
    running = np.concatenate([[0.0], np.cumsum(in_order)])
    alike = (running[match.last] - running[match.first]) / (match.last - match.first)
    difference = residual[match.rows] - alike
    estimate = float(difference.mean())
    used = np.flatnonzero(match.weight)
    noise = neighbour_variance(in_order, match, used)
    reuse = match.weight[used] ** 2 - match.squares[used]
    variance = (((difference - estimate) ** 2).sum() + (reuse * noise).sum()) / len(match.rows) ** 2
    return interval(method, estimate, float(variance))


def expected_without(match: Match, matrix: Matrix, y: Floats, binary: bool) -> Floats:
    """m̂₀(X) for every row: the outcome expected without the programme, learned from the comparison group.

    With no more comparison persons than parameters, their weighted mean.
    """
    used = match.weight > 0
    rows, weight = match.order[used], match.weight[used]
    if len(rows) <= matrix.width + 1:
        return np.full(len(y), np.average(y[rows], weights=weight))
    if binary and 0 < y[rows].mean() < 1:
        beta = logistic(matrix.among(rows), y[rows], weight, ridge=_RIDGE * float(weight.sum()))
        return expit(beta[0] + matrix.times(beta[1:]))
    return linear_fit(matrix.among(rows), y[rows], weight, matrix)


def linear_fit(fitted: Matrix, y: Floats, weight: Floats, matrix: Matrix) -> Floats:
    """Weighted least squares of `y` on `fitted` (with an intercept), predicted for every row of `matrix`."""
    gram = np.zeros((matrix.width + 1, matrix.width + 1))
    slope = np.zeros(matrix.width + 1)
    for place, block in fitted.blocks():
        full = np.column_stack([np.ones(len(block)), block])
        weighted = full * weight[place][:, None]
        gram += weighted.T @ full
        slope += weighted.T @ y[place]
    beta: Floats = np.linalg.lstsq(gram, slope, rcond=None)[0].astype(np.float64)
    return np.asarray(beta[0] + matrix.times(beta[1:]), dtype=np.float64)


def neighbour_variance(in_order: Floats, match: Match, used: Ints) -> Floats:
    """σ̂²_c for the `used` places of the order: J/(J+1) of the squared distance of a residual to the mean of its
    J = 4 nearest neighbours on the score in the same stratum (Abadie & Imbens 2006, eq. 14); J is larger where
    more are as near as the fourth."""
    reach = _fourth_distance(match, used)
    low, high = np.empty(len(used), dtype=np.int64), np.empty(len(used), dtype=np.int64)
    for stratum in np.unique(match.strata[used]):
        begin, end = np.searchsorted(match.strata, (stratum, stratum + 1))
        mine = np.flatnonzero(match.strata[used] == stratum)
        here, at = match.scores[begin:end], match.scores[used[mine]]
        low[mine] = begin + np.searchsorted(here, at - reach[mine], "left")
        high[mine] = begin + np.searchsorted(here, at + reach[mine], "right")
    running = np.concatenate([[0.0], np.cumsum(in_order)])
    neighbours = high - low - 1
    mean = (running[high] - running[low] - in_order[used]) / np.maximum(neighbours, 1)
    noise = neighbours / (neighbours + 1) * (in_order[used] - mean) ** 2
    return np.asarray(noise, dtype=np.float64)


def _fourth_distance(match: Match, used: Ints) -> Floats:
    """How far on the score the fourth nearest is, or the farthest where a stratum has fewer others."""
    offsets = np.array([k for k in range(-_NEIGHBOURS, _NEIGHBOURS + 1) if k != 0])
    places = used[:, None] + offsets
    inside = (places >= 0) & (places < len(match.scores))
    places = np.clip(places, 0, len(match.scores) - 1)
    inside &= match.strata[places] == match.strata[used][:, None]
    distance = np.where(inside, np.abs(match.scores[places] - match.scores[used][:, None]), np.inf)
    distance.sort(axis=1)
    fourth = distance[:, _NEIGHBOURS - 1]
    farthest = np.max(np.where(np.isfinite(distance), distance, 0.0), axis=1)
    reach = np.where(np.isfinite(fourth), fourth, farthest)
    return np.asarray(reach * (1 + 1e-9) + 1e-12, dtype=np.float64)  # as near as makes no difference
