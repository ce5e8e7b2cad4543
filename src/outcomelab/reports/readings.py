"""A verdict, a colour, a method in the few words that fit a table's cell."""

from __future__ import annotations

from outcomelab.handovers.figures import Colour, EstimateFigure, OutcomeFigure
from outcomelab.reports.numbers import NOT_SHOWN, number
from outcomelab.reports.phrases import in_hoped_direction, interval
from outcomelab.reports.words import Voice, shown

COLOURS: dict[Colour, str] = {
    "green": "green: alike",
    "amber": "amber: nearly alike",
    "red": "red: not alike",
}


def reading(outcome: OutcomeFigure, speaks: Voice) -> str:
    """What an outcome's result says, in a few words."""
    estimate = shown(outcome)
    if estimate is None:
        return NOT_SHOWN
    if outcome.verdict == "inconclusive":
        return "Cannot tell"
    if not speaks.alike:
        way = "Higher" if estimate.estimate > 0 else "Lower"
        return f"{way} than the comparison group"
    better = in_hoped_direction(outcome, estimate.estimate)
    if outcome.verdict in ("suggestive", "few"):
        return f"Hint of {'better' if better else 'worse'}, not firm"
    return "Better" if better else "Worse"


def best(outcome: OutcomeFigure, estimate: EstimateFigure) -> str:
    """An estimate for a table's cell."""
    found = interval(estimate)
    return NOT_SHOWN if found is None else number(found.estimate, outcome.decimals)


def span(outcome: OutcomeFigure, estimate: EstimateFigure) -> str:
    """A 95% interval for a table's cell: −15 to −1."""
    found = interval(estimate)
    if found is None:
        return NOT_SHOWN
    return f"{number(found.low, outcome.decimals)} to {number(found.high, outcome.decimals)}"


def value(outcome: OutcomeFigure, figure: float | None) -> str:
    """What a group reached, for a table's cell."""
    return NOT_SHOWN if figure is None else number(figure, outcome.decimals)
