"""Other methods on the same question, shown beside the default so that a reader sees whether it hangs on one.

Each returns an `Estimate` whose interval treats the propensity score as known.
"""

from __future__ import annotations

import numpy as np
from scipy.special import logsumexp
from scipy.stats import t as student

from outcomelab.handovers.impact import Estimate
from outcomelab.impact.arrays import Bools, Floats
from outcomelab.impact.effect import interval, linear_fit
from outcomelab.impact.matching import Match
from outcomelab.impact.propensity import expit

_MOST_STEPS = 200
_BALANCED = 1e-8


def unpaired(match: Match, y: Floats) -> Estimate:
    """Welch's t interval of the matched groups as if they were two samples, the comparison group counted at its
    effective size: how the Justice Data Lab's published intervals behave."""
    mine = y[match.rows]
    weight = match.weight / match.weight.sum()
    others = y[match.order]
    mean = float(weight @ others)
    size = match.effective
    spread = float(weight @ (others - mean) ** 2) * size / max(size - 1, 1.0)
    parts = (float(mine.var(ddof=1)) / len(mine), spread / size)
    estimate, variance = float(mine.mean()) - mean, sum(parts)
    freedom = variance**2 / max(parts[0] ** 2 / (len(mine) - 1) + parts[1] ** 2 / max(size - 1, 1.0), 1e-300)
    se = float(np.sqrt(variance))
    reach = float(student.ppf(0.975, max(freedom, 1.0))) * se
    return Estimate("unpaired-t", estimate, se, estimate - reach, estimate + reach)


def entropy_balancing(matrix: Floats, participant: Bools, y: Floats) -> Estimate | None:
    """Pool weights that make every covariate's mean equal the participants' (Hainmueller 2012), by Newton steps
    on the dual. None when no such weights exist: the participants' means lie outside the pool's range."""
    target = matrix[participant].mean(axis=0)
    x = matrix[~participant] - target
    dual = np.zeros(x.shape[1])
    for _ in range(_MOST_STEPS):
        log_weight = x @ dual
        total = float(logsumexp(log_weight))
        weight = np.exp(log_weight - total)
        gap = weight @ x
        if np.abs(gap).max(initial=0.0) < _BALANCED:
            return _weighted(
                "entropy-balancing", "ATT", matrix, participant, y, np.ones(int(participant.sum())), weight
            )
        curvature = (x * weight[:, None]).T @ x - np.outer(gap, gap)
        step = np.linalg.lstsq(curvature, -gap, rcond=None)[0]
        size = 1.0
        while float(logsumexp(x @ (dual + size * step))) > total and size > 1e-6:
            size /= 2
        if size <= 1e-6:
            return None
        dual = dual + size * step
    return None


def overlap_weights(matrix: Floats, participant: Bools, y: Floats, scores: Floats) -> Estimate:
    """Weights p on the pool and 1 − p on participants (Li, Morgan & Zaslavsky 2018): the difference for those
    who could have been on either side, estimand ATO."""
    p = expit(scores)
    return _weighted("overlap-weights", "ATO", matrix, participant, y, (1 - p)[participant], p[~participant])


def _weighted(
    method: str, estimand: str, matrix: Floats, participant: Bools, y: Floats, mine: Floats, pool: Floats
) -> Estimate:
    """Difference of weighted means of what is left of `y` once the pool's weighted regression on the covariates
    is taken out: the weights balance the covariates, so this is the difference of the means themselves."""
    share = pool / pool.sum()
    left = y - linear_fit(matrix[~participant], y[~participant], share, matrix)
    estimate, variance = 0.0, 0.0
    for side, weight, sign in ((participant, mine, 1.0), (~participant, pool, -1.0)):
        share = weight / weight.sum()
        mean = float(share @ left[side])
        estimate += sign * mean
        variance += float(share**2 @ (left[side] - mean) ** 2)
    return interval(method, estimate, variance, estimand)
