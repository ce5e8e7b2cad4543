"""A figure of an outcome in words: eight fewer of every 100 people, 1,790 US dollars more, 25 days longer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from outcomelab.handovers.figures import EstimateFigure, OutcomeFigure
from outcomelab.reports.language import marked, tell
from outcomelab.reports.numbers import number, size, time_unit
from outcomelab.reports.per_hundred import is_of_hundred, per_100

_WAYS = {
    "any": (marked("fewer"), marked("more")),
    "count": (marked("fewer"), marked("more")),
    "amount": (marked("less"), marked("more")),
    "time-to-first": (marked("shorter"), marked("longer")),
}
_SIZES = {
    "any": (marked("{size} fewer"), marked("{size} more")),
    "count": (marked("{size} fewer"), marked("{size} more")),
    "amount": (marked("{size} less"), marked("{size} more")),
    "time-to-first": (marked("{size} shorter"), marked("{size} longer")),
}
_WITH_UNIT = {
    "count": (marked("{size} fewer {unit}"), marked("{size} more {unit}")),
    "amount": (marked("{size} {unit} less"), marked("{size} {unit} more")),
    "time-to-first": (marked("{size} {unit} shorter"), marked("{size} {unit} longer")),
}
_A_PERSON = (marked("{size} fewer a person"), marked("{size} more a person"))
_ONE_OF_100 = (marked("{size} fewer per 100 people"), marked("{size} more per 100 people"))


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


def in_quotes(words: str) -> str:
    """Somebody's own words between quotation marks."""
    return tell("“{words}”", words=words)


def named(name: str, words: str) -> str:
    """What something is called and what is said of it: Sex: Female."""
    return tell("{name}: {words}", name=name, words=words)


def capital(words: str) -> str:
    """`words` as they begin a sentence."""
    return words[:1].upper() + words[1:]


def quoted(outcome: OutcomeFigure) -> str:
    """The outcome's label between quotation marks, with the subgroup's level it is about."""
    return in_quotes(outcome.label) + (f" ({outcome.level})" if outcome.level else "")


def no_difference() -> str:
    """What is said of a difference that is none."""
    return tell("no difference")


def difference(outcome: OutcomeFigure, value: float) -> str:
    """A difference as people say it: 8 fewer of every 100 people."""
    said = compared(outcome, value)
    if outcome.kind == "any" and not is_zero(outcome, value):
        return tell("{compared} of every 100 people", compared=said)
    return said


def compared(outcome: OutcomeFigure, value: float) -> str:
    """A difference without what it is counted in a hundred of: 8 fewer, 1,790 US dollars more."""
    if is_zero(outcome, value):
        return no_difference()
    said = size(value, outcome.decimals)
    unit = _unit(outcome, said)
    if said == "1" and is_of_hundred(outcome):
        return tell(_ONE_OF_100[value > 0], size=said)  # what is counted is named as several are
    if unit:
        return tell(_WITH_UNIT[outcome.kind][value > 0], size=said, unit=unit)
    return tell((_A_PERSON if outcome.kind == "count" else _SIZES[outcome.kind])[value > 0], size=said)


def around(outcome: OutcomeFigure, found: Interval) -> str:
    """The ends of an interval beside its best estimate, which says what they are of a hundred of where it is a
    difference at all."""
    say = ends_in_full if is_zero(outcome, found.estimate) else ends
    return say(outcome, found.low, found.high)


def ends_in_full(outcome: OutcomeFigure, low: float, high: float) -> str:
    """Both ends where nothing beside them says what they are of a hundred of: between 3 fewer and 9 more of every
    100 people."""
    said = ends(outcome, low, high, compared)
    if outcome.kind == "any" and not (is_zero(outcome, low) and is_zero(outcome, high)):
        return tell("{compared} of every 100 people", compared=said)
    return said


def ends(
    outcome: OutcomeFigure, low: float, high: float, end: Callable[[OutcomeFigure, float], str] | None = None
) -> str:
    """Both ends of an interval, the smaller difference first: between 1 and 15 fewer. `end` says the last one."""
    end = end or _end
    if is_zero(outcome, low) and is_zero(outcome, high):
        return tell("no further than rounding from no difference")
    if is_zero(outcome, low) or is_zero(outcome, high):
        far = high if is_zero(outcome, low) else low
        return tell("between no difference and {far}", far=end(outcome, far))
    if (low < 0) != (high < 0):
        return tell("between {near} and {far}", near=_end(outcome, low), far=end(outcome, high))
    near, far = sorted((low, high), key=abs)
    return tell("between {near} and {far}", near=size(near, outcome.decimals), far=end(outcome, far))


def _end(outcome: OutcomeFigure, value: float) -> str:
    """A difference beside one that has said what it is of a hundred of."""
    return size_and_word(outcome, value) if is_of_hundred(outcome) else compared(outcome, value)


def size_and_word(outcome: OutcomeFigure, value: float) -> str:
    """A difference without its unit, where the unit stands beside it: 1,790 more."""
    if is_zero(outcome, value):
        return no_difference()
    return tell(_SIZES[outcome.kind][value > 0], size=size(value, outcome.decimals))


def level(outcome: OutcomeFigure, value: float) -> str:
    """What a group reached: 32 of every 100, 6,350 US dollars, 290 days."""
    said = number(value, outcome.decimals)
    if outcome.kind == "any":
        return tell("{number} of every 100", number=said)
    unit = _unit(outcome, said)
    if said == "1" and is_of_hundred(outcome):
        return f"{said} {per_100()}"
    return f"{said} {unit}" if unit else tell("{number} a person", number=said)


def in_hoped_direction(outcome: OutcomeFigure, value: float) -> bool:
    """Whether a difference goes the way the programme hopes for."""
    return (value > 0) == (outcome.better == "higher")


def unit_of(outcome: OutcomeFigure) -> str:
    """What an outcome's figures are counted in, for headings: per 100 people, in US dollars, in days."""
    if outcome.kind == "any":
        return per_100()
    unit = _unit(outcome, "2")
    if is_of_hundred(outcome):
        return unit
    if unit:
        return tell("in {unit}", unit=unit)
    return tell("per person") if outcome.kind == "count" else tell("average of a person")


def directions(outcome: OutcomeFigure) -> tuple[str, str]:
    """What lies below zero and what above: fewer and more, shorter and longer."""
    lower, higher = _WAYS[outcome.kind]
    return tell(lower), tell(higher)


def _unit(outcome: OutcomeFigure, said: str) -> str:
    if outcome.kind == "any":
        return ""
    return time_unit(outcome.unit or "days", said) if outcome.kind == "time-to-first" else outcome.unit


def is_zero(outcome: OutcomeFigure, value: float) -> bool:
    """Whether a difference is none at the decimals the outcome is published with."""
    return round(value, outcome.decimals) == 0
