"""Weights instead of matches: everybody counts, more or less, so that the groups become alike."""

from __future__ import annotations

import numpy as np
from scipy.special import logsumexp

from outcomelab.impact.arrays import Bools, Floats
from outcomelab.impact.matrix import Matrix
from outcomelab.impact.propensity import expit

_MOST_STEPS = 200
_BALANCED = 1e-8


def odds(scores: Floats, participant: Bools) -> Floats:
    """ATT weights: 1 for participants, the odds of taking part for the pool, each side summing to the
    participants' number (Hirano, Imbens & Ridder 2003). `scores` are log odds, n; out: n weights."""
    weight = np.where(participant, 1.0, np.exp(scores - scores[~participant].max()))
    return _as_many(weight, participant)


def overlap(scores: Floats, participant: Bools) -> Floats:
    """Overlap weights, estimand ATO (Li, Morgan & Zaslavsky 2018): the chance of being on the other side."""
    p = expit(scores)
    weight = np.where(participant, 1 - p, p)
    weight[participant] /= weight[participant].mean()
    return _as_many(weight, participant)


def entropy_balancing(matrix: Matrix, participant: Bools) -> Floats | None:
    """Pool weights, as even as can be, that make every covariate's mean the participants' own (Hainmueller 2012),
    by Newton steps on the dual. None when no such weights exist: the participants' means lie outside the pool's
    range. In: the n × p matrix of everyone comparable. Out: n weights, 1 for participants."""
    target = matrix.mean_of(participant)
    pool = np.flatnonzero(~participant)
    dual = np.zeros(matrix.width)
    log_weight, gap, curvature = _dual(matrix, pool, target, dual)
    for _ in range(_MOST_STEPS):
        total = float(logsumexp(log_weight))
        if np.abs(gap).max(initial=0.0) < _BALANCED:
            weight = np.ones(len(matrix))
            weight[pool] = np.exp(log_weight - total)
            return _as_many(weight, participant)
        step = np.linalg.lstsq(curvature, -gap, rcond=None)[0]
        size = 1.0
        while True:
            trial = _dual(matrix, pool, target, dual + size * step)
            if float(logsumexp(trial[0])) <= total:
                break
            size /= 2
            if size < 1e-6:
                return None
        dual = dual + size * step
        log_weight, gap, curvature = trial
    return None


def _dual(matrix: Matrix, pool: np.ndarray, target: Floats, dual: Floats) -> tuple[Floats, Floats, Floats]:
    """Log weights of the pool at `dual`, how far their mean is from the target, and its slope."""
    log_weight = np.empty(len(pool))
    top, total = -np.inf, 0.0
    first = np.zeros(matrix.width)
    second = np.zeros((matrix.width, matrix.width))
    for place in range(0, len(pool), _BLOCK):
        x = matrix.take(pool[place : place + _BLOCK]) - target
        log_weight[place : place + _BLOCK] = part = x @ dual
        higher = max(top, float(part.max()))
        shrink = np.exp(top - higher)
        weight = np.exp(part - higher)
        total = total * shrink + weight.sum()
        first = first * shrink + weight @ x
        second = second * shrink + (x * weight[:, None]).T @ x
        top = higher
    gap = first / total
    return log_weight, gap, second / total - np.outer(gap, gap)


_BLOCK = 8_192


def _as_many(weight: Floats, participant: Bools) -> Floats:
    """The pool's weights scaled to sum to the participants' number."""
    scaled = weight.copy()
    scaled[~participant] *= participant.sum() / weight[~participant].sum()
    return scaled
