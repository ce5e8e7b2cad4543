"""A figure of an outcome in words: eight fewer of every 100 people, 1,790 US dollars more, 25 days longer."""

from __future__ import annotations

from dataclasses import dataclass

from outcomelab.handovers.figures import EstimateFigure, OutcomeFigure
from outcomelab.reports.numbers import number, size
from outcomelab.reports.per_hundred import is_of_hundred

PER_100 = " of every 100 people"
_COMPARED = {
    "any": ("more", "fewer"),
    "count": ("more", "fewer"),
    "amount": ("more", "less"),
    "time-to-first": ("longer", "shorter"),
}


@dataclass(frozen=True)
class Interval:
    """An estimate and the ends of its 95% interval, all of which may be shown."""

    estimate: float
    low: float
    high: float


def interval(figure: EstimateFigure) -> Interval | None:
    """The three figures of an estimate, or None when any of them is withheld."""
    if figure.estimate is None or figure.low is None or figure.high is None:
        return None
    return Interval(figure.estimate, figure.low, figure.high)


def quoted(outcome: OutcomeFigure) -> str:
    """The outcome's label between quotation marks, with the subgroup's level it is about."""
    return f"“{outcome.label}”" + (f" ({outcome.level})" if outcome.level else "")


def difference(outcome: OutcomeFigure, value: float) -> str:
    """A difference as people say it: 8 fewer of every 100 people."""
    tail = PER_100 if outcome.kind == "any" and not is_zero(outcome, value) else ""
    return f"{compared(outcome, value)}{tail}"


def compared(outcome: OutcomeFigure, value: float) -> str:
    """A difference without what it is counted in a hundred of: 8 fewer, 1,790 US dollars more."""
    if is_zero(outcome, value):
        return "no difference"
    higher, lower = _COMPARED[outcome.kind]
    said = size(value, outcome.decimals)
    word = higher if value > 0 else lower
    unit = _unit(outcome, said)
    if outcome.kind == "count":
        return f"{said} {word} {unit or 'a person'}"
    return f"{said} {unit} {word}" if unit else f"{said} {word}"


def ends(outcome: OutcomeFigure, low: float, high: float) -> str:
    """Both ends of an interval, the smaller difference first: between 1 and 15 fewer."""
    if is_zero(outcome, low) and is_zero(outcome, high):
        return "no further than rounding from no difference"
    if is_zero(outcome, low) or is_zero(outcome, high):
        far = high if is_zero(outcome, low) else low
        return f"between no difference and {_end(outcome, far)}"
    if (low < 0) != (high < 0):
        return f"between {_end(outcome, low)} and {_end(outcome, high)}"
    near, far = sorted((low, high), key=abs)
    return f"between {size(near, outcome.decimals)} and {_end(outcome, far)}"


def _end(outcome: OutcomeFigure, value: float) -> str:
    """A difference beside one that has said what it is of a hundred of."""
    return size_and_word(outcome, value) if is_of_hundred(outcome) else compared(outcome, value)


def size_and_word(outcome: OutcomeFigure, value: float) -> str:
    """A difference without its unit, where the unit stands beside it: 1,790 more."""
    if is_zero(outcome, value):
        return "no difference"
    lower, higher = directions(outcome)
    return f"{size(value, outcome.decimals)} {higher if value > 0 else lower}"


def level(outcome: OutcomeFigure, value: float) -> str:
    """What a group reached: 32 of every 100, 6,350 US dollars, 290 days."""
    said = number(value, outcome.decimals)
    if outcome.kind == "any":
        return f"{said} of every 100"
    unit = _unit(outcome, said)
    return f"{said} {unit}" if unit else f"{said} a person"


def in_hoped_direction(outcome: OutcomeFigure, value: float) -> bool:
    """Whether a difference goes the way the programme hopes for."""
    return (value > 0) == (outcome.better == "higher")


def unit_of(outcome: OutcomeFigure) -> str:
    """What an outcome's figures are counted in, for headings: per 100 people, in US dollars, in days."""
    if outcome.kind == "any":
        return "per 100 people"
    unit = _unit(outcome, "2")
    if is_of_hundred(outcome):
        return unit
    return f"in {unit}" if unit else {"count": "per person"}.get(outcome.kind, "average of a person")


def directions(outcome: OutcomeFigure) -> tuple[str, str]:
    """What lies below zero and what above: fewer and more, shorter and longer."""
    higher, lower = _COMPARED[outcome.kind]
    return lower, higher


def _unit(outcome: OutcomeFigure, said: str) -> str:
    if outcome.kind == "any":
        return ""
    if outcome.kind == "time-to-first":
        unit = outcome.unit or "days"
        return unit.removesuffix("s") if said == "1" else unit
    return outcome.unit


def is_zero(outcome: OutcomeFigure, value: float) -> bool:
    """Whether a difference is none at the decimals the outcome is published with."""
    return round(value, outcome.decimals) == 0
