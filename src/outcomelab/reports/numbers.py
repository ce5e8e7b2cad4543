"""How every figure of a report is written: one place, so that a figure looks the same wherever it stands."""

from __future__ import annotations

import datetime as dt
import math

MINUS = "−"
NOT_SHOWN = "not shown"


def number(value: float, decimals: int = 0) -> str:
    """`value` with thousands separators and a true minus sign: 1,790, −8, 0.4.

    `decimals` below zero rounds to tens (-1) or hundreds (-2). A value that rounds to zero has no sign.
    """
    rounded = round(value, decimals)
    sign = MINUS if rounded < 0 else ""
    return f"{sign}{abs(rounded):,.{max(decimals, 0)}f}"


def size(value: float, decimals: int = 0) -> str:
    """`value` without its sign: the sign is said in words (fewer, more)."""
    return number(abs(value), decimals)


def people(count: int | None, threshold: int) -> str:
    """A number of persons; None means fewer than the threshold."""
    return fewer_than(threshold) if count is None else number(count)


def fewer_than(threshold: int) -> str:
    """What is written in place of a count under the threshold."""
    return f"fewer than {threshold}"


def percent(value: float | None) -> str:
    """A percentage with at most one decimal: 98%, 99.6%."""
    if value is None:
        return NOT_SHOWN
    return number(value, 0 if _whole(value) else 1) + "%"


def smd(value: float | None) -> str:
    """A standardised mean difference, to two decimals."""
    return NOT_SHOWN if value is None else number(value, 2)


def day(date: dt.date) -> str:
    """A date as people write it: 3 March 2026."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


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
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
