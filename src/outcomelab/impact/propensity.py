"""How likely each person was to take part, given the covariates: logistic regression by Newton steps."""

from __future__ import annotations

import numpy as np

from outcomelab.errors import ImpactError
from outcomelab.impact.arrays import Bools, Floats

_CONVERGED = 1e-10
_MOST_STEPS = 60
_SEPARATED = 30.0  # a log odds ratio per SD that only perfect separation reaches


def logit_scores(matrix: Floats, participant: Bools) -> Floats:
    """The linear predictor (log odds of taking part) of each row of `matrix` (n × p, standardised).

    Maximum likelihood, converged to 1e-10 in the coefficients. Raises ImpactError when the covariates tell
    participants and pool apart completely.
    """
    coefficients = logistic(matrix, participant.astype(np.float64), np.ones(len(participant)))
    scores = np.asarray(coefficients[0] + matrix @ coefficients[1:], dtype=np.float64)
    apart = scores[participant].min() > scores[~participant].max()
    if apart or np.abs(coefficients[1:]).max(initial=0.0) > _SEPARATED:
        raise ImpactError(
            "The covariates tell participants and pool apart completely, so there is no one to compare with. "
            "Leave out the covariate that defines who may take part, or widen who is eligible."
        )
    return scores


def logistic(matrix: Floats, y: Floats, weights: Floats, ridge: float = 0.0) -> Floats:
    """Coefficients (intercept first) of a weighted logistic regression of `y` (0/1, n) on `matrix` (n × p).

    Newton–Raphson with halved steps where the likelihood would fall (McCullagh & Nelder 1989, ch. 2).
    `ridge` penalises every coefficient but the intercept, so that a fit exists when `y` is separated.
    """
    full = np.column_stack([np.ones(len(y)), matrix])
    penalty = np.full(full.shape[1], ridge)
    penalty[0] = 0.0
    mean = np.clip(np.average(y, weights=weights), 1e-9, 1 - 1e-9)
    beta = np.zeros(full.shape[1])
    beta[0] = np.log(mean / (1 - mean))
    current = _log_likelihood(full @ beta, y, weights, penalty, beta)
    for _ in range(_MOST_STEPS):
        p = expit(full @ beta)
        gradient = full.T @ (weights * (y - p)) - penalty * beta
        information = full.T @ (full * (weights * p * (1 - p))[:, None]) + np.diag(penalty)
        step = np.linalg.lstsq(information, gradient, rcond=None)[0]
        size = 1.0
        while True:
            trial = beta + size * step
            value = _log_likelihood(full @ trial, y, weights, penalty, trial)
            if value >= current - 1e-9 * abs(current) or size < 1e-4:
                break
            size /= 2
        beta, current = trial, value
        if np.abs(size * step).max() < _CONVERGED or np.abs(beta[1:]).max(initial=0.0) > _SEPARATED:
            break
    return beta


def expit(eta: Floats) -> Floats:
    """Probability from log odds, without overflow."""
    return 0.5 * (1 + np.tanh(0.5 * eta))


def _log_likelihood(eta: Floats, y: Floats, weights: Floats, penalty: Floats, beta: Floats) -> float:
    return float(weights @ (y * eta - np.logaddexp(0.0, eta)) - 0.5 * penalty @ beta**2)
