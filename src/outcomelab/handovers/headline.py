"""One statistic with noise, as it may leave: what was asked, what came out, and what the noise costs."""

from __future__ import annotations

from outcomelab.handovers.figure import Figure


class HeadlineFigure(Figure):
    """The share of participants with an outcome, in per cent.

    `low`, `high`: a 95% interval that holds the noise as well as chance. `participants`: rounded. `noise`: its
    standard deviation, in persons. `rho`: what it was paid with, zero-concentrated differential privacy of each
    participant's outcome, out of the budget of `year`. `again`: the stored answer to a question asked before, not
    paid for again.
    """

    study: str
    holding: str
    outcome: str
    label: str
    follow_up: str
    participants: int
    share: float
    low: float
    high: float
    decimals: int
    noise: float
    rho: float
    year: int
    again: bool
