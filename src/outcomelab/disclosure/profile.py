"""A holding seen from far away, made safe: ranges that leave enough persons outside, shares in steps of 5%."""

from __future__ import annotations

import datetime as dt
from math import floor

from outcomelab.disclosure.clearing import clear
from outcomelab.disclosure.rounding import significant
from outcomelab.handovers.cleared import Cleared
from outcomelab.handovers.profile import ColumnMeasured, ColumnProfile, Profile, TableMeasured, TableProfile
from outcomelab.protocol.rules import DisclosureRules

_STEP = 20  # shares are told in twentieths
_FIRST = dt.date(1970, 1, 1)


def protect_profile(measured: tuple[TableMeasured, ...], rules: DisclosureRules) -> Cleared[Profile]:
    """Clear what was measured of a holding's tables.

    The percentiles 5 and 95 of a number, to two significant figures, and of a day, as the first and last day of
    their years, where at least the threshold of persons lie at or beyond each, and they differ (what nearly
    everybody has in common is not told); the share of rows in which it is missing, to 5%, where it is known of at
    least the threshold and unknown of at least the threshold, else 0; rows a person of the holding to two
    significant figures where enough persons have any.
    """
    tables = tuple(
        TableProfile(
            name=table.name,
            rows_a_person=significant(table.rows / max(table.everyone, table.persons), 2)
            if table.persons >= rules.threshold
            else None,
            columns=tuple(_column(column, rules.threshold) for column in table.columns),
        )
        for table in measured
    )
    return clear(Profile(tables=tables))


def _column(column: ColumnMeasured, threshold: int) -> ColumnProfile:
    missing = _share(column, threshold)
    if column.low is None or column.high is None or min(column.below, column.above) < threshold:
        return ColumnProfile(name=column.name, missing=missing)
    low, high = significant(column.low, 2), significant(column.high, 2)
    if column.dated:
        low, high = _new_year(column.low), _new_year(column.high, 1) - 1
    if low == high:
        return ColumnProfile(name=column.name, missing=missing)
    return ColumnProfile(name=column.name, missing=missing, low=low, high=high)


def _new_year(day: float, after: int = 0) -> float:
    """The first day of a day's year, or of so many years after it; days are counted from 1970."""
    year = min((_FIRST + dt.timedelta(day)).year + after, dt.MAXYEAR)
    return float((dt.date(year, 1, 1) - _FIRST).days)


def _share(column: ColumnMeasured, threshold: int) -> float:
    if min(column.known, column.unknown) < threshold:
        return 0.0
    return floor(_STEP * column.empty + 0.5) / _STEP
