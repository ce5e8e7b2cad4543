"""Cox's proportional hazards model (1972) by Newton steps, ties as Efron (1977), weights as Lin & Wei (1989).

Each sum over everyone at risk at a time is taken once over persons instead, each with the hazard that passed while
they were at risk: a step costs one XᵀX and no table of persons by times.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outcomelab.impact.arrays import Floats
from outcomelab.impact.survival.lives import EVENT, Lives
from outcomelab.impact.survival.ties import Ties, Times, ties

_CONVERGED = 1e-9
_MOST_STEPS = 50
_UNBOUNDED = 15.0  # a log hazard ratio that only a group without events reaches


@dataclass(frozen=True)
class Cox:
    """`log_ratios` (p) and their `covariance` (p × p): the inverse information, or with weights the sandwich."""

    log_ratios: Floats
    covariance: Floats


@dataclass(frozen=True)
class _At:
    """The model at one point: likelihood, score (p), information (p × p), and the parts it was made of."""

    likelihood: float
    score: Floats
    information: Floats
    risk: Floats
    residual: Floats
    tied: Ties
    risk_columns: Floats
    event_columns: Floats


def cox(x: Floats, lives: Lives) -> Cox | None:
    """Fit the hazard on the columns of `x` (n × p, of like scale). None where no finite answer exists."""
    _, place = np.unique(lives.time, return_inverse=True)
    weight = np.ones(len(lives)) if lives.alike else lives.weight / lives.weight.mean()
    times = Times(place, lives.event == EVENT, weight, int(place.max()) + 1)
    beta: Floats = np.zeros(x.shape[1])
    here = _at(x, times, beta)
    for _ in range(_MOST_STEPS):
        if not np.isfinite(here.information).all() or np.linalg.cond(here.information) > 1e12:
            return None
        step = np.linalg.solve(here.information, here.score)
        size = 1.0
        trial = _at(x, times, beta + step)
        while not trial.likelihood >= here.likelihood - 1e-9 * abs(here.likelihood) and size > 1e-4:
            size /= 2
            trial = _at(x, times, beta + size * step)
        beta, here = beta + size * step, trial
        if np.abs(beta).max() > _UNBOUNDED:
            return None
        if np.abs(size * step).max() < _CONVERGED:
            inverse: Floats = np.linalg.inv(here.information).astype(np.float64)
            return Cox(beta, inverse if lives.alike else inverse @ _meat(x, times, here) @ inverse)
    return None


def _at(x: Floats, times: Times, beta: Floats) -> _At:
    eta = x @ beta
    relative = np.exp(eta - eta.max())
    risk = times.weight * relative
    tied = ties(times, risk)
    (one, by), (alpha, alpha_by, alpha_both) = tied.first, tied.second
    passed = np.cumsum(one)[times.place] - times.had * by[times.place]
    whole, event = times.columns(x, risk)
    cross = (whole * alpha_by[:, None]).T @ event
    spent = (whole * alpha[:, None]).T @ whole - cross - cross.T + (event * alpha_both[:, None]).T @ event
    residual = times.had - relative * passed
    likelihood = float(times.weight @ (times.had * (eta - eta.max())) - tied.logs.sum())
    information = (x * (risk * passed)[:, None]).T @ x - spent
    return _At(likelihood, x.T @ (times.weight * residual), information, risk, residual, tied, whole, event)


def _meat(x: Floats, times: Times, here: _At) -> Floats:
    """Σ w² U Uᵀ over persons, U what each adds to the score for a unit of weight."""
    (one, by), (alpha, alpha_by, alpha_both) = here.tied.first, here.tied.second
    whole, event = here.risk_columns, here.event_columns
    deaths = np.maximum(here.tied.events * here.tied.mean, 1e-300)[:, None]
    means = (one[:, None] * whole - by[:, None] * event) / deaths
    passing = np.cumsum(alpha[:, None] * whole - alpha_by[:, None] * event, axis=0)
    own = alpha_by[:, None] * whole - alpha_both[:, None] * event
    had = times.had[:, None]
    relative = (here.risk / times.weight)[:, None]
    adds = x * here.residual[:, None] - had * means[times.place]
    adds += relative * (passing[times.place] - had * own[times.place])
    adds *= times.weight[:, None]
    return adds.T @ adds
