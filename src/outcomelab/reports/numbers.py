"""How every figure of a report is written: one place, so that a figure looks the same wherever it stands."""

from __future__ import annotations

import datetime as dt
import math
import re

from outcomelab.reports.language import current, marked, tell

MINUS = "−"
# Thousands and decimals as each language sets them apart: 1,234.5 and 1 234,5 (the space does not break).
_SIGNS = {"en": str.maketrans({}), "fr-CA": str.maketrans(",.", "\u00a0,")}
# What of counted things is one: 1 day, 1.0 days; 0 jour, 1 jour, 1,5 jour.
_ONE = {"en": re.compile("1"), "fr-CA": re.compile(r"[01](,\d+)?")}


def number(value: float, decimals: int = 0) -> str:
    """`value` with thousands separators and a true minus sign: 1,790, −8, 0.4.

    `decimals` below zero rounds to tens (-1) or hundreds (-2). A value that rounds to zero has no sign.
    """
    rounded = round(value, decimals)
    sign = MINUS if rounded < 0 else ""
    return sign + written(f"{abs(rounded):,.{max(decimals, 0)}f}")


def written(figures: str) -> str:
    """Figures as Python writes them (1,234.5), as the language that is spoken does."""
    return figures.translate(_SIGNS[current()])


def short(value: float) -> str:
    """`value` with as few decimals as it has: 0.5, 20."""
    return written(f"{value:g}")


def size(value: float, decimals: int = 0) -> str:
    """`value` without its sign: the sign is said in words (fewer, more)."""
    return number(abs(value), decimals)


def people(count: int | None, threshold: int) -> str:
    """A number of persons; None means fewer than the threshold."""
    return fewer_than(threshold) if count is None else number(count)


def fewer_than(threshold: int) -> str:
    """What is written in place of a count under the threshold."""
    return tell("fewer than {threshold}", threshold=threshold)


def not_shown() -> str:
    """What is written in place of a figure that may not be shown."""
    return tell("not shown")


def percent(value: float | None) -> str:
    """A percentage with at most one decimal: 98%, 99.6%."""
    if value is None:
        return not_shown()
    return with_percent(number(value, 0 if _whole(value) else 1))


def with_percent(said: str) -> str:
    """A figure that is written already, as a percentage: 98%."""
    return tell("{number}%", number=said)


def spanned(low: str, high: str) -> str:
    """From the one figure to the other, both written already: −15 to −1."""
    return tell("{low} to {high}", low=low, high=high)


def smd(value: float | None) -> str:
    """A standardised mean difference, to two decimals."""
    return not_shown() if value is None else number(value, 2)


def day(date: dt.date) -> str:
    """A date as people write it: 3 March 2026."""
    month = tell(_MONTHS[date.month - 1])
    if date.day == 1:
        return tell("1 {month} {year}", month=month, year=date.year)
    return tell("{day} {month} {year}", day=date.day, month=month, year=date.year)


def time_unit(unit: str, said: str) -> str:
    """The unit of a time, `days` or the like, that a figure written as `said` is of: 1 day, 25 days."""
    one = bool(_ONE[current()].fullmatch(said))
    return tell(_UNITS.get(unit, unit.removesuffix("s")) if one else unit)


def rounded_up(value: float) -> int:
    """`value` up to the next ten, or above 1,000 to the next hundred; at least ten.

    Raises ValueError for a value that is not finite.
    """
    if not math.isfinite(value):
        raise ValueError("only a finite number can be rounded up")
    base = 10 if value <= 1000 else 100
    return max(10, base * math.ceil(value / base))


def _whole(value: float) -> bool:
    return round(value, 1) == round(value)


_MONTHS = (
    marked("January"),
    marked("February"),
    marked("March"),
    marked("April"),
    marked("May"),
    marked("June"),
    marked("July"),
    marked("August"),
    marked("September"),
    marked("October"),
    marked("November"),
    marked("December"),
)
_UNITS = {
    marked("days"): marked("day"),
    marked("weeks"): marked("week"),
    marked("months"): marked("month"),
    marked("years"): marked("year"),
}
