"""A verdict, a colour, a method in the few words that fit a table's cell."""

from __future__ import annotations

from outcomelab.handovers.figures import Colour, EstimateFigure, OutcomeFigure
from outcomelab.reports.language import marked, tell
from outcomelab.reports.numbers import not_shown, number, spanned
from outcomelab.reports.phrases import in_hoped_direction, interval
from outcomelab.reports.words import Voice, shown

_COLOURS: dict[Colour, str] = {
    "green": marked("green: alike"),
    "amber": marked("amber: nearly alike"),
    "red": marked("red: not alike"),
}


def colour_words(colour: Colour) -> str:
    """A colour of the balance, and what it stands for."""
    return tell(_COLOURS[colour])


def reading(outcome: OutcomeFigure, speaks: Voice) -> str:
    """What an outcome's result says, in a few words."""
    estimate = shown(outcome)
    if estimate is None:
        return not_shown()
    if outcome.verdict == "inconclusive":
        return tell("Cannot tell")
    if not speaks.alike:
        if estimate.estimate > 0:
            return tell("Higher than the comparison group")
        return tell("Lower than the comparison group")
    better = in_hoped_direction(outcome, estimate.estimate)
    if outcome.verdict in ("suggestive", "few"):
        return tell("Hint of better, not firm") if better else tell("Hint of worse, not firm")
    return tell("Better") if better else tell("Worse")


def best(outcome: OutcomeFigure, estimate: EstimateFigure) -> str:
    """An estimate for a table's cell."""
    found = interval(estimate)
    return not_shown() if found is None else number(found.estimate, outcome.decimals)


def span(outcome: OutcomeFigure, estimate: EstimateFigure) -> str:
    """A 95% interval for a table's cell: −15 to −1."""
    found = interval(estimate)
    if found is None:
        return not_shown()
    return spanned(number(found.low, outcome.decimals), number(found.high, outcome.decimals))


def value(outcome: OutcomeFigure, figure: float | None) -> str:
    """What a group reached, for a table's cell."""
    return not_shown() if figure is None else number(figure, outcome.decimals)
