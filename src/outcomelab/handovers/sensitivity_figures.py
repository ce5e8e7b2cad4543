"""The figures of a release that say how firmly its answer stands. Every number has passed disclosure control."""

from __future__ import annotations

from typing import Literal

from outcomelab.handovers.estimate_figure import EstimateFigure
from outcomelab.handovers.figure import Figure

Warned = Literal["placebo", "e-value", "pairs", "covariate", "caliper"]


class StrengthFigure(Figure):
    """How strong something unrecorded would have to be to explain an outcome's difference (E-value), and how
    strong to bring the interval's nearer end to none: made from the published figures. `sd` to two significant
    figures."""

    outcome: str
    label: str
    scale: Literal["risk-ratio", "rate-ratio", "standardised-difference", "hazard-ratio"] | None
    ratio: float | None
    e_value: float | None
    e_value_limit: float | None
    sd: float | None = None
    withheld: str = ""


class BoundFigure(Figure):
    """Under `gamma`, chance alone makes a difference as large at most this often; None: more often than 0.05."""

    gamma: float
    p_at_most: float | None


class BoundsFigure(Figure):
    """Rosenbaum's bounds on pairs. `gamma` rounded down; None: chance explains the pairs even at 1."""

    test: Literal["mcnemar", "signed-rank"]
    pairs: int | None
    gamma: float | None
    table: tuple[BoundFigure, ...]
    withheld: str = ""


class PlaceboFigure(Figure):
    """Something of before the programme, compared like an outcome. `away`: its interval leaves out zero."""

    name: str
    label: str
    kind: Literal["any", "count", "time-to-first", "amount"]
    decimals: int
    without: tuple[str, ...]
    effect: EstimateFigure
    away: bool


class WithoutFigure(Figure):
    """The primary outcome when a covariate is not known."""

    covariate: str
    label: str
    effect: EstimateFigure


class RungFigure(Figure):
    """The primary outcome at another caliper. `matched` is the count nearest before it where fewer than the
    threshold lie between."""

    caliper: float
    matched: int | None
    effect: EstimateFigure


class LinkageErrorFigure(Figure):
    """The primary outcome with wrong and missed links allowed for."""

    right_percent: float
    hidden_percent: float
    effect: EstimateFigure


class SensitivityFigures(Figure):
    """All of it. `outcome` is the primary one's name, `decimals` what its estimates here carry; `whole` its
    estimate among the people that `without` and `ladder` were found in: one in `one_in` of the pool."""

    outcome: str
    decimals: int
    warnings: tuple[Warned, ...]
    strengths: tuple[StrengthFigure, ...]
    bounds: BoundsFigure | None
    placebo: tuple[PlaceboFigure, ...]
    whole: EstimateFigure
    without: tuple[WithoutFigure, ...]
    ladder: tuple[RungFigure, ...]
    one_in: int
    linkage: LinkageErrorFigure | None = None
