"""When a reader must be warned that something unrecorded may explain a difference: from published figures
alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from outcomelab.handovers.figures import EstimateFigure, OutcomeFigure
from outcomelab.handovers.sensitivity_figures import (
    BoundsFigure,
    PlaceboFigure,
    RungFigure,
    StrengthFigure,
    Warned,
    WithoutFigure,
)

WEAK = 1.5  # an E-value of the interval's end, or a Γ, below this is little (judgement)


def warnings(
    primary: OutcomeFigure,
    strength: StrengthFigure,
    bounds: BoundsFigure | None,
    placebo: Iterable[PlaceboFigure],
    whole: EstimateFigure,
    without: Iterable[WithoutFigure],
    ladder: Iterable[RungFigure],
) -> tuple[Warned, ...]:
    """What to warn of. Where the answer is that nothing can be told, only placebo outcomes are a warning."""
    found: list[Warned] = ["placebo"] if any(one.away for one in placebo) else []
    if primary.verdict in ("inconclusive", "withheld"):
        return tuple(found)
    return (*found, *_weak(strength, bounds), *_unsteady(primary, whole, without, ladder))


def _weak(strength: StrengthFigure, bounds: BoundsFigure | None) -> Iterator[Warned]:
    if strength.e_value_limit is not None and strength.e_value_limit < WEAK:
        yield "e-value"
    if bounds is not None and not bounds.withheld and (bounds.gamma or 0.0) < WEAK:
        yield "pairs"


def _unsteady(
    primary: OutcomeFigure, whole: EstimateFigure, without: Iterable[WithoutFigure], ladder: Iterable[RungFigure]
) -> Iterator[Warned]:
    if any(_moved(primary.effect, whole, one.effect) for one in without):
        yield "covariate"
    if any(_moved(primary.effect, whole, one.effect) for one in ladder):
        yield "caliper"


def _moved(answer: EstimateFigure, whole: EstimateFigure, other: EstimateFigure) -> bool:
    """Whether what changes from `whole` to `other` carries the answer out of its own interval."""
    if answer.estimate is None or answer.low is None or answer.high is None:
        return False
    if whole.estimate is None or other.estimate is None:
        return False
    return not answer.low <= answer.estimate + other.estimate - whole.estimate <= answer.high
