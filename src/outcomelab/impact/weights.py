"""Weights instead of matches: everybody counts, more or less, so that the groups become alike."""

from __future__ import annotations

import numpy as np

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
    target, pool = matrix.mean_of(participant), ~participant
    dual = np.zeros(matrix.width)
    weight, size, gap, curvature = _dual(matrix, pool, target, dual)
    for _ in range(_MOST_STEPS):
        if np.abs(gap).max(initial=0.0) < _BALANCED:
            return _as_many(np.where(participant, 1.0, weight), participant)
        step = np.linalg.lstsq(curvature, -gap, rcond=None)[0]
        length = 1.0
        while True:
            trial = _dual(matrix, pool, target, dual + length * step)
            if trial[1] <= size:
                break
            length /= 2
            if length < 1e-6:
                return None
        dual = dual + length * step
        weight, size, gap, curvature = trial
    return None


def _dual(matrix: Matrix, pool: Bools, target: Floats, dual: Floats) -> tuple[Floats, float, Floats, Floats]:
    """Weights at `dual` of everyone in the pool (the others' are 0), the largest of them 1; the log of their sum
    had none been scaled; how far their mean is from the target; and its slope."""
    exponent = matrix.linear(np.r_[-(dual @ target), dual])
    top = float(exponent[pool].max())
    weight = np.where(pool, np.exp(np.minimum(exponent - top, 0.0)), 0.0)
    total, *first = matrix.sums(weight)
    mean = np.array(first) / total
    spread = matrix.gram(weight)[1:, 1:] / total - np.outer(mean, mean)
    return weight, top + float(np.log(total)), mean - target, spread


def _as_many(weight: Floats, participant: Bools) -> Floats:
    """The pool's weights scaled to sum to the participants' number."""
    scaled = weight.copy()
    scaled[~participant] *= participant.sum() / weight[~participant].sum()
    return scaled
