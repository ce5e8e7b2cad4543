"""A difference as it may be shown."""

from __future__ import annotations

from outcomelab.handovers.figure import Figure


class EstimateFigure(Figure):
    """A difference with its 95% interval, in `unit` of the outcome, participants less comparison."""

    method: str
    label: str
    estimand: str
    estimate: float | None
    low: float | None
    high: float | None
    withheld: str = ""
