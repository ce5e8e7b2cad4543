"""How likely each person was to take part, given the covariates: logistic regression by Newton steps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outcomelab.errors import ImpactError
from outcomelab.impact.arrays import Bools, Floats
from outcomelab.impact.matrix import Matrix

_CONVERGED = 1e-10
_MOST_STEPS = 60
_SEPARATED = 30.0  # a log odds ratio per SD that only perfect separation reaches


def logit_scores(matrix: Matrix, participant: Bools) -> Floats:
    """The linear predictor (log odds of taking part) of each row of `matrix` (n × p, standardised).

    Maximum likelihood, converged to 1e-10 in the coefficients. Raises ImpactError when the covariates tell
    participants and pool apart completely.
    """
    coefficients = logistic(matrix, participant.astype(np.float64), np.ones(len(participant)))
    scores = np.asarray(coefficients[0] + matrix.times(coefficients[1:]), dtype=np.float64)
    apart = scores[participant].min() > scores[~participant].max()
    if apart or np.abs(coefficients[1:]).max(initial=0.0) > _SEPARATED:
        raise ImpactError(
            "The covariates tell participants and pool apart completely, so there is no one to compare with. "
            "Leave out the covariate that defines who may take part, or widen who is eligible."
        )
    return scores


def logistic(matrix: Matrix, y: Floats, weights: Floats, ridge: float = 0.0) -> Floats:
    """Coefficients (intercept first) of a weighted logistic regression of `y` (0/1, n) on `matrix` (n × p).

    Newton–Raphson with halved steps where the likelihood would fall (McCullagh & Nelder 1989, ch. 2), the matrix
    read once a step. `ridge` penalises every coefficient but the intercept, so that a fit exists when `y` is
    separated.
    """
    penalty = np.full(matrix.width + 1, ridge)
    penalty[0] = 0.0
    mean = np.clip(np.average(y, weights=weights), 1e-9, 1 - 1e-9)
    beta = np.zeros(matrix.width + 1)
    beta[0] = np.log(mean / (1 - mean))
    current = _at(matrix, y, weights, penalty, beta)
    for _ in range(_MOST_STEPS):
        step = np.linalg.lstsq(current.information, current.gradient, rcond=None)[0]
        size = 1.0
        while True:
            trial = _at(matrix, y, weights, penalty, beta + size * step)
            if trial.likelihood >= current.likelihood - 1e-9 * abs(current.likelihood) or size < 1e-4:
                break
            size /= 2
        beta, current = beta + size * step, trial
        if np.abs(size * step).max() < _CONVERGED or np.abs(beta[1:]).max(initial=0.0) > _SEPARATED:
            break
    return beta


@dataclass(frozen=True)
class _Fit:
    """The penalised log likelihood at some coefficients, its slope (p + 1) and the information matrix."""

    likelihood: float
    gradient: Floats
    information: Floats


def _at(matrix: Matrix, y: Floats, weights: Floats, penalty: Floats, beta: Floats) -> _Fit:
    likelihood = -0.5 * float(penalty @ beta**2)
    gradient = -penalty * beta
    information = np.diag(penalty)
    for place, block in matrix.blocks():
        full = np.empty((len(block), len(beta)))
        full[:, 0], full[:, 1:] = 1.0, block
        eta = full @ beta
        p = expit(eta)
        mine, weight = y[place], weights[place]
        gradient += (weight * (mine - p)) @ full
        information += full.T @ (full * (weight * p * (1 - p))[:, None])
        likelihood += float(weight @ (mine * eta - np.logaddexp(0.0, eta)))
    return _Fit(likelihood, gradient, information)


def expit(eta: Floats) -> Floats:
    """Probability from log odds, without overflow."""
    return 0.5 * (1 + np.tanh(0.5 * eta))
