"""What became of both groups in time, raw: curves, restricted means, log-rank, hazard ratios."""

from __future__ import annotations

from dataclasses import dataclass

Column = tuple[float, ...]
DAYS = {"days": 1.0, "weeks": 7.0, "months": 30.4375, "years": 365.25}  # in a unit


@dataclass(frozen=True)
class Curve:
    """One group's curve at its `times`, in their order, a value of each column for each time.

    `at_risk`: persons who were followed to that time at least. `events` and `competing`: persons with the event,
    or with one that rules it out, by that time. `without`: estimated share (weighted) without the event then, with
    its standard error `se` and 95% interval. `persons` in all; `median`: the first time at which half or fewer
    are without the event, None where that is never reached. `restricted`: mean time without the event to the
    horizon, and its standard error.
    """

    persons: int
    times: Column
    at_risk: tuple[int, ...]
    events: tuple[int, ...]
    competing: tuple[int, ...]
    without: Column
    se: Column
    low: Column
    high: Column
    median: float | None
    restricted: float
    restricted_se: float


@dataclass(frozen=True)
class Contrast:
    """A figure that sets participants against comparison, with its standard error and 95% interval."""

    value: float
    se: float
    low: float
    high: float


@dataclass(frozen=True)
class LogRank:
    """`statistic` is chi-squared with one degree of freedom. `robust`: its variance allows for weights."""

    statistic: float
    p_value: float
    robust: bool


@dataclass(frozen=True)
class HazardRatio:
    """A Cox model's hazard ratio, participants over comparison, with its 95% interval; `log` and `se` are of its
    logarithm. `robust`: the standard error allows for weights."""

    ratio: float
    low: float
    high: float
    log: float
    se: float
    robust: bool


@dataclass(frozen=True)
class Survival:
    """A time to a first event in both groups, in `unit`s, compared to the horizon `until`.

    `restricted` is the difference in mean time without the event. `hazard`: of the groups alone; `adjusted`: of
    groups and covariates together. None where the model has no answer. `competing`: some were counted out by
    another event.
    """

    unit: str
    until: float
    competing: bool
    participants: Curve
    comparison: Curve
    restricted: Contrast
    logrank: LogRank | None
    hazard: HazardRatio | None
    adjusted: HazardRatio | None
