"""The part of `impact.json` on a time to a first event, unrounded for its owner or cleared for others."""

from __future__ import annotations

from pydantic import Field

from outcomelab.handovers.figure import Figure


class PointLine(Figure):
    """Both groups at one time."""

    time: float = Field(description="Time from the start of follow-up.")
    group: str = Field(description="participants or comparison.")
    at_risk: int | None = Field(description="Persons followed to that time at least.")
    events: int | None = Field(None, description="Persons with the event by then; none in cleared figures.")
    competing: int | None = Field(None, description="Persons with a competing event by then.")
    survival: float = Field(description="Estimated share without the event by then (0 to 1), comparison weighted.")
    low: float = Field(description="Lower end of its 95% interval.")
    high: float = Field(description="Upper end of its 95% interval.")
    incidence: float = Field(description="Share with the event by then: 1 less survival.")


class MeanLine(Figure):
    """Mean time without the event up to the horizon, participants less comparison."""

    participants: float = Field(description="Participants' mean.")
    comparison: float = Field(description="The comparison group's mean.")
    difference: float = Field(description="Participants less comparison, not adjusted further.")
    se: float = Field(description="Standard error (infinitesimal jackknife).")
    low: float = Field(description="Lower end of the 95% interval.")
    high: float = Field(description="Upper end of the 95% interval.")


class LogRankLine(Figure):
    """The log-rank test."""

    statistic: float = Field(description="Chi-squared, one degree of freedom.")
    p: float = Field(description="Its p-value.")
    robust: bool = Field(description="Whether the variance allows for weights.")


class HazardLine(Figure):
    """A Cox model's hazard ratio, participants over comparison."""

    ratio: float = Field(description="Hazard ratio.")
    low: float = Field(description="Lower end of the 95% interval.")
    high: float = Field(description="Upper end of the 95% interval.")
    log: float | None = Field(None, description="Its logarithm.")
    se: float | None = Field(None, description="Standard error of the logarithm.")
    robust: bool | None = Field(None, description="Whether the standard error allows for weights.")


class SurvivalLine(Figure):
    """A time to a first event in both groups, by the first method."""

    outcome: str = Field(description="The outcome's name.")
    label: str = Field(description="What readers call it.")
    subgroup: str = Field("", description="The column of the subgroup; empty for everyone.")
    level: str = Field("", description="The subgroup's value; its figures are exploratory.")
    unit: str = Field(description="The unit of every time.")
    until: float | None = Field(
        description="The horizon: both groups were followed that long; cleared, the last point."
    )
    competing: bool | None = Field(description="Whether some had an event that rules this one out.")
    participants_median: float | None = Field(description="When half of participants had the event, if ever.")
    comparison_median: float | None = Field(description="The same of the comparison group.")
    restricted_mean: MeanLine | None = Field(description="Mean time without the event; none when cleared.")
    logrank: LogRankLine | None = Field(description="The log-rank test; none when cleared.")
    hazard_ratio: HazardLine | None = Field(description="Of the groups alone.")
    hazard_ratio_adjusted: HazardLine | None = Field(description="Of groups and covariates; none when cleared.")
    points: tuple[PointLine, ...] = Field(description="The Kaplan–Meier curves.")
    withheld: str = Field("", description="Why figures are not shown; empty when they are.")
