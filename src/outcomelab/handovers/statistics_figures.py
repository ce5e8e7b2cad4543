"""Single statistics as they may be shown: percentiles, a mean, a model's coefficients. None: withheld, and why."""

from __future__ import annotations

from outcomelab.handovers.figure import Figure


class PercentileFigure(Figure):
    """The value that `percent` of persons lie at or below, to two significant figures. 50 is the median."""

    percent: int
    value: float | None
    withheld: str = ""


class PositionFigures(Figure):
    """Percentiles of one column among `persons`, rounded."""

    column: str
    persons: int | None
    percentiles: tuple[PercentileFigure, ...]


class MeanFigures(Figure):
    """Mean of one column over `persons`, rounded, to three significant figures, and their sum made of the two."""

    column: str
    persons: int | None
    mean: float | None
    total: float | None
    withheld: str = ""


class CoefficientFigure(Figure):
    """A model's coefficient with its 95% interval, to three significant figures."""

    term: str
    estimate: float | None
    low: float | None
    high: float | None
    withheld: str = ""


class ModelFigures(Figure):
    """The coefficients of one model of `persons`, rounded. No residuals, leverages or predictions."""

    outcome: str
    persons: int
    parameters: int
    coefficients: tuple[CoefficientFigure, ...]
