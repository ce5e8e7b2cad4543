"""How likely each person was to take part, given the covariates: logistic regression by Newton steps."""

from __future__ import annotations

import numpy as np

from outcomelab.errors import ImpactError
from outcomelab.impact.arrays import Bools, Floats, Ints
from outcomelab.impact.kernels import slope
from outcomelab.impact.matrix import Matrix

_CONVERGED = 1e-10
_MOST_STEPS = 60
_SAMPLE = 50_000  # of each kind
_SEPARATED = 30.0  # a log odds ratio per SD that only perfect separation reaches


def logit_scores(matrix: Matrix, participant: Bools) -> Floats:
    """The linear predictor (log odds of taking part) of each row of `matrix` (n × p, standardised).

    Maximum likelihood, converged to 1e-10 in the coefficients. Raises ImpactError when the covariates tell
    participants and pool apart completely.
    """
    coefficients = logistic(matrix, participant.astype(np.float64), np.ones(len(participant)))
    scores = matrix.linear(coefficients)
    apart = scores[participant].min() > scores[~participant].max()
    if apart or np.abs(coefficients[1:]).max(initial=0.0) > _SEPARATED:
        raise ImpactError(
            "The covariates tell participants and pool apart completely, so there is no one to compare with. "
            "Leave out the covariate that defines who may take part, or widen who is eligible."
        )
    return scores


def logistic(matrix: Matrix, y: Floats, weights: Floats, ridge: float = 0.0) -> Floats:
    """Coefficients (intercept first) of a weighted logistic regression of `y` (0/1, n) on `matrix` (n × p).

    Newton–Raphson with halved steps where the likelihood would fall (McCullagh & Nelder 1989, ch. 2). Where there
    are very many rows it starts from a sample: everyone of the rarer kind and some of the others, who count for
    more (King & Zeng 2001); then the sample's information matrix serves all rows (chord steps), each step reading
    them once. `ridge` penalises every coefficient but the intercept, so that a fit exists when `y` is separated.
    """
    penalty = np.full(matrix.width + 1, ridge)
    penalty[0] = 0.0
    if len(y) <= 2 * _SAMPLE:
        return _newton(matrix, y, weights, penalty)
    sample, heavier = _sample(y, weights)
    small, mine, heavy = matrix.among(sample), y[sample], weights[sample] * heavier
    beta = _newton(small, mine, heavy, penalty)
    p = expit(small.linear(beta))
    information = small.gram(heavy * p * (1 - p)) + np.diag(penalty)
    before = np.inf
    for _ in range(_MOST_STEPS):
        step = np.linalg.lstsq(information, slope(matrix.values, y, weights, beta) - penalty * beta, rcond=None)[0]
        size = float(np.abs(step).max())
        if not size < before:  # the sample's information does not serve: all rows' own
            return _newton(matrix, y, weights, penalty)
        beta = beta + step
        if size < _CONVERGED:
            break
        before = size
    return np.asarray(beta, dtype=np.float64)


def _sample(y: Floats, weights: Floats) -> tuple[Ints, Floats]:
    """Places of a sample with weight, and how much heavier each counts: all of the rarer kind, every so-and-so
    many of the other."""
    sides = [np.flatnonzero((y == value) & (weights > 0)) for value in (0.0, 1.0)]
    every = [max(1, len(side) // _SAMPLE) for side in sides]
    places = np.concatenate([side[::step] for side, step in zip(sides, every, strict=True)])
    return places, np.where(y[places] == 1.0, float(every[1]), float(every[0]))


def _newton(matrix: Matrix, y: Floats, weights: Floats, penalty: Floats) -> Floats:
    mean = np.clip(np.average(y, weights=weights), 1e-9, 1 - 1e-9)
    beta = np.zeros(matrix.width + 1)
    beta[0] = np.log(mean / (1 - mean))
    eta = matrix.linear(beta)
    current = _likelihood(eta, y, weights, penalty, beta)
    for _ in range(_MOST_STEPS):
        p = expit(eta)
        information = matrix.gram(weights * p * (1 - p)) + np.diag(penalty)
        gradient = slope(matrix.values, y, weights, beta) - penalty * beta
        step = np.linalg.lstsq(information, gradient, rcond=None)[0]
        size = 1.0
        while True:
            trial = beta + size * step
            eta = matrix.linear(trial)
            value = _likelihood(eta, y, weights, penalty, trial)
            if value >= current - 1e-9 * abs(current) or size < 1e-4:
                break
            size /= 2
        beta, current = trial, value
        if np.abs(size * step).max() < _CONVERGED or np.abs(beta[1:]).max(initial=0.0) > _SEPARATED:
            break
    return beta


def _likelihood(eta: Floats, y: Floats, weights: Floats, penalty: Floats, beta: Floats) -> float:
    return float(weights @ (y * eta - np.logaddexp(0.0, eta)) - 0.5 * penalty @ beta**2)


def expit(eta: Floats) -> Floats:
    """Probability from log odds, without overflow."""
    return 0.5 * (1 + np.tanh(0.5 * eta))
