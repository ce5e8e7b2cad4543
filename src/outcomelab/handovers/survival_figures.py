"""A time to a first event as it may be shown: both groups' curves on a coarse grid, from rounded counts."""

from __future__ import annotations

from outcomelab.handovers.figure import Figure


class GroupAtFigure(Figure):
    """One group at one time: persons still followed, rounded; per cent without the event and its interval."""

    at_risk: int
    without: float
    low: float
    high: float


class SurvivalPointFigure(Figure):
    """Both groups at one time of the grid."""

    time: float
    participants: GroupAtFigure
    comparison: GroupAtFigure


class HazardRatioFigure(Figure):
    """Participants' hazard over the comparison group's, with its 95% interval, to three significant figures."""

    ratio: float
    low: float
    high: float


class SurvivalFigure(Figure):
    """Both groups' curves. `grid`: how far apart two points are at least, in `unit`s."""

    unit: str
    grid: float
    points: tuple[SurvivalPointFigure, ...]
    decimals: int
    participants_median: float | None
    comparison_median: float | None
    hazard_ratio: HazardRatioFigure | None
    withheld: str = ""
