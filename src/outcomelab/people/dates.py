"""Dates as people write them, read whole columns at a time.

A date written with two numbers of 12 or less before the year (03/04/1990) has two readings. It is kept in
parts here; `date_order` settles which reading holds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from outcomelab.people.masks import Bools, Days, Ints, filled, true_where

NO_DAY = np.datetime64("NaT", "D")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<m>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_BETWEEN = r"\s*[-/.,_\\ ]\s*"
_LOOSELY = r"[-/.,_\\ ]*"
_DAY = r"(?P<d>\d{1,2})"
_YEAR = r"'?(?P<y>\d{4}|\d{2})"
_TIME = r"[t ]\s*\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?)?\s*(?:z|utc|gmt|[-+]\d{2}:?\d{2})?$"
_WEEKDAY = r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?[., ]\s*"
# The first pattern that fits a cell reads it; the flag says whether its two numbers could be swapped.
_PATTERNS = (
    (rf"^(?P<y>\d{{4}}){_BETWEEN}(?P<m>\d{{1,2}}){_BETWEEN}{_DAY}$", False),
    (r"^(?P<y>(?:19|20)\d{2})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])$", False),
    (r"^(?P<d>\d{2})(?P<m>\d{2})(?P<y>(?:19|20)\d{2})$", True),
    (rf"^(?P<y>3[2-9]|[4-9]\d){_BETWEEN}(?P<m>\d{{1,2}}){_BETWEEN}{_DAY}$", False),
    (rf"^{_DAY}{_BETWEEN}(?P<m>\d{{1,2}}){_BETWEEN}{_YEAR}\.?$", True),
    (rf"^{_DAY}(?:st|nd|rd|th)?(?: of)?{_LOOSELY}{_MONTH}{_LOOSELY}{_YEAR}$", False),
    (rf"^{_MONTH}{_LOOSELY}{_DAY}(?:st|nd|rd|th)?{_BETWEEN}{_YEAR}$", False),
    (rf"^(?P<y>\d{{4}}){_LOOSELY}{_MONTH}{_LOOSELY}{_DAY}$", False),
)
# A spreadsheet's own count of days since 30 December 1899: five digits are 1927 to 2099.
_SERIAL = r"^(?P<number>[1-7]\d{4})(?:\.\d+)?$"
_SERIAL_START = np.datetime64("1899-12-30", "D")
_SERIAL_END = 73_050


@dataclass(frozen=True)
class Parts:
    """A column of dates in parts, 0 where none could be read. `swappable`: `day` and `month` are in the
    order written and could be the other way round. `short`: the year has two digits. `written`: the cell
    is not empty; `understood`: it is written like a date, be it possible or not."""

    year: Ints
    month: Ints
    day: Ints
    swappable: Bools
    short: Bools
    written: Bools
    understood: Bools


def read_parts(column: pa.Array) -> Parts:
    """Take a text column's dates apart: ISO, numbers with any usual separator, English month names, years
    of two digits, a spreadsheet's day numbers; a time of day is dropped."""
    rows = len(column)
    year, month, day = (np.zeros(rows, dtype=np.int64) for _ in range(3))
    swappable, short, understood = (np.zeros(rows, dtype=bool) for _ in range(3))
    text = _plain(column)
    for pattern, could_swap in _PATTERNS:
        groups = pc.extract_regex(text, pattern)
        fits = filled(groups) & ~understood
        if not fits.any():
            continue
        written = {name: pc.struct_field(groups, name) for name in ("y", "m", "d")}
        months = _months(written["m"]) if _MONTH in pattern else _numbers(written["m"])
        year[fits], month[fits], day[fits] = (
            _numbers(written["y"])[fits],
            months[fits],
            _numbers(written["d"])[fits],
        )
        swappable[fits] = could_swap
        short |= fits & true_where(pc.equal(pc.utf8_length(written["y"]), 2))
        understood |= fits
    numbers = _serials(text)
    serial = ~understood & (numbers > 0)
    days = (_SERIAL_START + numbers)[serial]
    in_month = days.astype("datetime64[M]")
    year[serial] = days.astype("datetime64[Y]").astype(np.int64) + 1970
    month[serial] = in_month.astype(np.int64) % 12 + 1
    day[serial] = (days - in_month.astype("datetime64[D]")).astype(np.int64) + 1
    return Parts(year, month, day, swappable, short, filled(column), understood | serial)


def as_days(parts: Parts, *, day_first: bool, latest: Days | np.datetime64) -> Days:
    """The dates of `parts`, NaT where there is none or it cannot be (31/02).

    `day_first` settles the order of those that could be swapped. A year of two digits is of this century
    unless that would be after `latest` (one day, or one for each row).
    """
    turned = parts.swappable & (not day_first)
    month = np.where(turned, parts.day, parts.month)
    day = np.where(turned, parts.month, parts.day)
    this_century = civil(np.where(parts.short, parts.year + 2000, parts.year), month, day)
    last_century = civil(np.where(parts.short, parts.year + 1900, parts.year), month, day)
    return np.where(parts.short & ~(this_century <= latest), last_century, this_century)


def both_ways(parts: Parts, *, day_first: bool, latest: Days | np.datetime64) -> tuple[Days, Days]:
    """The reading in the column's order, and the other. A date possible one way only is read that way."""
    read = as_days(parts, day_first=day_first, latest=latest)
    other = as_days(parts, day_first=not day_first, latest=latest)
    return np.where(np.isnat(read), other, read), other


def either_birth(
    parts: Parts,
    *,
    day_first: bool,
    settled: bool,
    latest: Days | np.datetime64,
    oldest: np.timedelta64 | None = None,
) -> tuple[Days, Days]:
    """Dates of birth, and the other reading of those that could be swapped, NaT where there is none.

    `settled`: the column's order is beyond doubt, so the other reading is not kept. A reading after `latest`,
    or more than `oldest` before it, is not one.
    """
    read, other = both_ways(parts, day_first=day_first, latest=latest)

    def can_be(day: Days) -> Bools:
        possible: Bools = day <= latest
        return possible if oldest is None else possible & (latest - day <= oldest)

    in_doubt = parts.swappable & (other != read) & can_be(other) & (not settled)
    born = np.where(in_doubt & ~can_be(read), other, read)
    return born, np.where(in_doubt & can_be(read), other, NO_DAY)


def civil(year: Ints, month: Ints, day: Ints) -> Days:
    """Days of the calendar from years 1–9999, months and days; NaT where there is no such day."""
    sensible = (year >= 1) & (year <= 9999) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31)
    months = ((np.where(sensible, year, 1970) - 1970) * 12 + np.where(sensible, month, 1) - 1).astype(
        "datetime64[M]"
    )
    days = months.astype("datetime64[D]") + np.where(sensible, day - 1, 0)
    return np.where(sensible & (days.astype("datetime64[M]") == months), days, NO_DAY)


def _plain(column: pa.Array) -> pa.Array:
    text = pc.utf8_lower(pc.utf8_normalize(column, form="NFKC"))
    text = pc.replace_substring_regex(text, r"[\x{2010}-\x{2015}\x{2212}]", "-")
    text = pc.replace_substring_regex(text, _TIME, "")
    text = pc.replace_substring_regex(text, _WEEKDAY, "")
    return pc.utf8_trim_whitespace(text)


def _numbers(text: pa.Array) -> Ints:
    return np.asarray(pc.cast(pc.fill_null(text, "0"), pa.int64()))


def _months(text: pa.Array) -> Ints:
    places = pc.index_in(pc.utf8_slice_codeunits(text, 0, 3), value_set=pa.array(_MONTHS))
    return np.asarray(pc.fill_null(places, -1)).astype(np.int64) + 1


def _serials(text: pa.Array) -> Ints:
    """A spreadsheet's day numbers, 0 where the cell holds none."""
    numbers = _numbers(pc.struct_field(pc.extract_regex(text, _SERIAL), "number"))
    return np.where(numbers <= _SERIAL_END, numbers, 0)
