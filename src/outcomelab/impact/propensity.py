"""How likely each person was to take part, given the covariates: logistic regression by Newton steps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from outcomelab.errors import ImpactError
from outcomelab.impact.arrays import Bools, Floats, Ints
from outcomelab.impact.matrix import Matrix
from outcomelab.impact.separation import apart_alone, fewest_apart

_CONVERGED = 1e-10
_MOST_STEPS = 60
_SAMPLE = 50_000  # of each kind
_NOTHING = 1e-9  # of the log likelihood: a gain that is none
_FAR = 0.5  # of the log odds: a step that carries someone as far is no last one
_IDLE = 3  # steps


def logit_scores(matrix: Matrix, participant: Bools, names: Sequence[str] = ()) -> Floats:
    """The linear predictor (log odds of taking part) of each row of `matrix` (n × p, standardised).

    Maximum likelihood, converged to 1e-10 of the coefficients. Raises ImpactError when the covariates tell
    participants and pool apart, completely or quasi-completely; `names` of the p columns say which.
    """
    coefficients, ended = fitted(matrix, participant.astype(np.float64), np.broadcast_to(1.0, len(participant)))
    if ended:
        return matrix.linear(coefficients)
    columns = apart_alone(matrix, participant)[:1] or fewest_apart(matrix, participant, _separates)
    raise ImpactError(_told_apart([names[column] for column in columns] if names else []))


def scores_from(start: Floats, matrix: Matrix, participant: Bools) -> Floats:
    """The same for covariates that are known not to tell the sides apart, begun at the coefficients `start`
    (intercept first)."""
    took_part = participant.astype(np.float64)
    return matrix.linear(_newton(matrix, took_part, np.ones(len(took_part)), np.zeros(len(start)), start)[0])


def _separates(matrix: Matrix, y: Floats) -> bool:
    return not _newton(matrix, y, np.ones(len(y)), np.zeros(matrix.width + 1))[1]


def _told_apart(names: Sequence[str]) -> str:
    who = "The covariates tell" if not names else f"{names[0]} tells" if len(names) == 1 else ""
    if not who:
        first = names[:5]
        more = f" and {len(names) - 5} more" if len(names) > 5 else ""
        who = f"Taken together, {', '.join(first[:-1])}{',' if more else ' and'} {first[-1]}{more} tell"
    return (
        f"{who} participants and pool apart completely, or all but those of one value, so there is no one to "
        f"compare with. Leave {'it out' if len(names) == 1 else 'out what defines who may take part'}, or widen "
        "who is eligible."
    )


def logistic(matrix: Matrix, y: Floats, weights: Floats, ridge: float = 0.0) -> Floats:
    """The coefficients of `fitted`."""
    return fitted(matrix, y, weights, ridge)[0]


def fitted(matrix: Matrix, y: Floats, weights: Floats, ridge: float = 0.0) -> tuple[Floats, bool]:
    """Coefficients (intercept first) of a weighted logistic regression of `y` (0/1, n) on `matrix` (n × p), and
    whether they came to an end: they do not where `y` is separated.

    Newton–Raphson with halved steps where the likelihood would fall (McCullagh & Nelder 1989, ch. 2). Where there
    are very many rows it starts from a sample: everyone of the rarer kind and some of the others, who count for
    more (King & Zeng 2001); then the sample's information matrix serves all rows, each step reading them once and
    mending it by what the gradient did (BFGS: Nocedal & Wright 2006, eq. 6.19), until what is left of the error,
    by the rate at which steps shrink, is below 1e-10. `ridge` penalises every coefficient but the intercept, so
    that a fit exists when `y` is separated.
    """
    penalty = np.full(matrix.width + 1, ridge)
    penalty[0] = 0.0
    if len(y) <= 2 * _SAMPLE:
        return _newton(matrix, y, weights, penalty)
    sample, heavier = _sample(y, weights)
    small, mine, heavy = matrix.among(sample), y[sample], weights[sample] * heavier
    beta, ended = _newton(small, mine, heavy, penalty)
    if not ended:
        return _newton(matrix, y, weights, penalty)
    p = expit(small.linear(beta))
    information = small.gram(heavy * p * (1 - p)) + np.diag(penalty)
    before, step, gradient = np.inf, np.zeros_like(beta), np.zeros_like(beta)
    for _ in range(_MOST_STEPS):
        old, gradient = gradient, _gradient(matrix, y, weights, beta) - penalty * beta
        information = _mended(information, step, old - gradient)
        step = _solved(information, gradient)
        size = _relative(step, beta)
        if not size < before:  # the sample's information does not serve: all rows' own
            return _newton(matrix, y, weights, penalty)
        beta = beta + step
        if size < _CONVERGED or (before < np.inf and size * size / before < _CONVERGED):
            break
        before = size
    return np.asarray(beta, dtype=np.float64), True


def _gradient(matrix: Matrix, y: Floats, weights: Floats, beta: Floats) -> Floats:
    """Of the weighted log likelihood at `beta` (p + 1)."""
    return matrix.slope(beta, lambda place, eta: weights[place] * (y[place] - expit(eta)))


def _solved(information: Floats, gradient: Floats) -> Floats:
    return np.asarray(np.linalg.lstsq(information, gradient, rcond=None)[0], dtype=np.float64)


def _mended(information: Floats, step: Floats, fell: Floats) -> Floats:
    """The information matrix that explains how much the gradient `fell` over a `step`."""
    if not step @ fell > 0:
        return information
    seen = information @ step
    return information + np.outer(fell, fell) / (step @ fell) - np.outer(seen, seen) / (step @ seen)


def _relative(step: Floats, beta: Floats) -> float:
    """The largest of a step, for the size of the largest coefficient where that is above 1."""
    return float(np.abs(step).max() / max(1.0, np.abs(beta).max()))


def _sample(y: Floats, weights: Floats) -> tuple[Ints, Floats]:
    """Places of a sample with weight, and how much heavier each counts: all of the rarer kind, every so-and-so
    many of the other."""
    places, heavier = [], []
    for side in (y == 0.0, y == 1.0):
        where = np.flatnonzero(side & (weights > 0))
        step = max(1, len(where) // _SAMPLE)
        some = where[::step]
        places.append(some)
        heavier.append(np.full(len(some), float(step)))
    return np.concatenate(places), np.concatenate(heavier)


def _newton(
    matrix: Matrix, y: Floats, weights: Floats, penalty: Floats, start: Floats | None = None
) -> tuple[Floats, bool]:
    beta = _nothing_known(matrix, y, weights) if start is None else start
    eta = matrix.linear(beta)
    current = _likelihood(eta, y, weights, penalty, beta)
    idle, moved = 0, np.inf
    for _ in range(_MOST_STEPS):
        p = expit(eta)
        information = matrix.gram(weights * p * (1 - p)) + np.diag(penalty)
        gradient = matrix.sums(weights * (y - p)) - penalty * beta
        step = _solved(information, gradient)
        size = 1.0
        while True:
            trial = beta + size * step
            before, eta = eta, matrix.linear(trial)
            value = _likelihood(eta, y, weights, penalty, trial)
            if value >= current - 1e-9 * abs(current) or size < 1e-4:
                break
            size, eta = size / 2, before
        rose, beta, current = value - current, trial, value
        if _relative(size * step, beta) < _CONVERGED:
            return beta, True
        moved = float(np.abs(eta - before).max())
        # separated: each step carries someone on by about 1 for ever, and the likelihood gains nothing by it
        idle = idle + 1 if rose < _NOTHING * (1 + abs(current)) and moved > _FAR else 0
        if idle == _IDLE:
            return beta, False
    return beta, moved < _FAR


def _nothing_known(matrix: Matrix, y: Floats, weights: Floats) -> Floats:
    """Coefficients with which everyone's chance is the mean."""
    mean = np.clip(np.average(y, weights=weights), 1e-9, 1 - 1e-9)
    beta = np.zeros(matrix.width + 1)
    beta[0] = np.log(mean / (1 - mean))
    return beta


def _likelihood(eta: Floats, y: Floats, weights: Floats, penalty: Floats, beta: Floats) -> float:
    return float(weights @ (y * eta - np.logaddexp(0.0, eta)) - 0.5 * penalty @ beta**2)


def expit(eta: Floats) -> Floats:
    """Probability from log odds, without overflow."""
    found = 0.5 * eta
    np.tanh(found, out=found)
    found += 1
    found *= 0.5
    return found
