"""A person's dates held against each other, against today and against what the records cover."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from outcomelab.cohort.faults import Fault, Lost
from outcomelab.cohort.fields import PROGRAMME_DATES
from outcomelab.people.date_order import Order
from outcomelab.people.dates import NO_DAY, Parts, both_ways, either_birth
from outcomelab.people.masks import Bools, Days

_OLDEST = np.timedelta64(40_178, "D")  # 110 years
_YEARS_AHEAD = np.timedelta64(731, "D")  # a programme's end may be planned: two years ahead
_FIRST_DAY, _LAST_DAY = np.datetime64("1900-01-01", "D"), np.datetime64("2099-12-31", "D")
_WRITE = "Write it as year, month, day: 2021-04-03."

Heading = Callable[[str], str]


@dataclass(frozen=True)
class Timeline:
    """Days, NaT where there is none: `days` of each field of dates, `born_also` the other reading of a date
    of birth, `anchor` the index date or else the programme start. `lost` are in the order they count."""

    days: dict[str, Days] = field(repr=False)
    born_also: Days = field(repr=False)
    anchor: Days = field(repr=False)
    faults: list[Fault] = field(repr=False)
    lost: list[Lost] = field(repr=False)


def read_timeline(
    parts: Mapping[str, Parts],
    orders: Mapping[str, Order],
    rows: int,
    heading: Heading,
    today: dt.date,
    *,
    covers: tuple[dt.date, dt.date] | None,
    needs_date: bool,
) -> Timeline:
    """Read each date in its column's order and find those that cannot be.

    A date that cannot be counts as none. A row is lost when its date of birth cannot be, or, when
    `needs_date`, its index date (without one: its programme start) cannot be or is missing; and when that
    date is outside `covers`.
    """
    now = np.datetime64(today, "D")
    none = np.full(rows, NO_DAY)
    faults: list[Fault] = []
    days: dict[str, Days] = {}
    for name in PROGRAMME_DATES:
        if name not in parts:
            days[name] = none
            continue
        read, _ = both_ways(parts[name], day_first=orders[name].day_first, latest=now + _YEARS_AHEAD)
        odd = ~np.isnat(read) & ~((read >= _FIRST_DAY) & (read <= _LAST_DAY))
        days[name] = np.where(odd, NO_DAY, read)
        faults += [
            *_unreadable(parts[name], read, heading(name)),
            Fault(heading(name), "the year cannot be", "Write the year the date was in.", odd),
        ]
    anchor_faults, lost, anchor = _anchor(parts, days, heading, needs_date)
    born, born_also, birth_faults, bad_birth = _birth(parts, orders, days, heading, now)
    days["date_of_birth"] = born
    early_end = days["end_date"] < days["start_date"]
    days["end_date"] = np.where(early_end, NO_DAY, days["end_date"])
    faults += [
        *anchor_faults,
        *birth_faults,
        Fault(
            heading("end_date"),
            "the end date is before the start date",
            "Write the right dates; the row is used without its end date.",
            early_end,
        ),
    ]
    lost = [Lost("a date of birth that cannot be", bad_birth), *lost]
    if covers is not None:
        outside, outside_faults = _outside(days, anchor, heading, covers)
        faults += outside_faults
        lost.append(Lost("dates outside the time the records cover", outside))
    return Timeline(days, born_also, anchor, faults, lost)


def _unreadable(parts: Parts, read: Days, heading: str) -> list[Fault]:
    none = parts.written & np.isnat(read)
    return [
        Fault(heading, "the calendar has no such day", f"Look the date up. {_WRITE}", none & parts.understood),
        Fault(heading, "it is not a date we can read", _WRITE, none & ~parts.understood, alone=True),
    ]


def _anchor(
    parts: Mapping[str, Parts], days: Mapping[str, Days], heading: Heading, needs_date: bool
) -> tuple[list[Fault], list[Lost], Days]:
    """The day a person's part in the study hangs on: the index date, else the programme start."""
    index, start = days["index_date"], days["start_date"]
    bad_index, bad_start = (
        parts[name].written & np.isnat(days[name]) if name in parts else np.zeros(len(index), dtype=bool)
        for name in ("index_date", "start_date")
    )
    anchor = np.where(np.isnat(index), start, index)
    if not needs_date:
        return [], [], anchor
    cannot_be = bad_index | (np.isnat(index) & bad_start)
    missing = np.isnat(anchor) & ~cannot_be
    columns = " or ".join(heading(name) for name in ("index_date", "start_date") if name in parts)
    fault = Fault(columns, "the date is missing", _WRITE, missing, alone=True)
    lost = [
        Lost("a programme or index date that cannot be", cannot_be),
        Lost("no programme or index date", missing),
    ]
    return [fault], lost, anchor


def _birth(
    parts: Mapping[str, Parts],
    orders: Mapping[str, Order],
    days: Mapping[str, Days],
    heading: Heading,
    now: np.datetime64,
) -> tuple[Days, Days, list[Fault], Bools]:
    """Dates of birth, their other readings, what is wrong with them, and where they cannot be."""
    first = np.fmin(days["index_date"], days["start_date"])
    latest = np.fmin(first, now)
    births, order, column = parts["date_of_birth"], orders["date_of_birth"], heading("date_of_birth")
    born, also = either_birth(
        births, day_first=order.day_first, settled=order.settled, latest=latest, oldest=_OLDEST
    )
    future = born > now
    after = ~future & (born > first)
    old = latest - born > _OLDEST
    cannot_be = future | after | old
    mend = f"Look the date up. {_WRITE}"
    faults = [
        *_unreadable(births, born, column),
        Fault(column, "the date of birth is in the future", mend, future),
        Fault(column, "the date of birth is after the programme or index date", mend, after),
        Fault(column, "the date of birth is more than 110 years back", mend, old),
    ]
    unread = births.written & np.isnat(born)
    return np.where(cannot_be, NO_DAY, born), also, faults, cannot_be | unread


def _outside(
    days: Mapping[str, Days], anchor: Days, heading: Heading, covers: tuple[dt.date, dt.date]
) -> tuple[Bools, list[Fault]]:
    """Where the day that counts is outside the records, and a fault for every date outside them."""
    first, last = np.datetime64(covers[0], "D"), np.datetime64(covers[1], "D")
    wrong = f"the date is outside the time the records cover ({covers[0]:%d %B %Y} to {covers[1]:%d %B %Y})"
    mend = "Nothing to do if the date is right: the records cannot tell about that time."
    faults = [
        Fault(heading(name), wrong, mend, (days[name] < first) | (days[name] > last))
        for name in ("index_date", "start_date")
    ]
    return (anchor < first) | (anchor > last), faults
