"""A holding seen from far away, made safe: ranges that leave enough persons outside, shares in steps of 5%."""

from __future__ import annotations

from math import floor

from outcomelab.disclosure.clearing import clear
from outcomelab.disclosure.rounding import significant
from outcomelab.handovers.cleared import Cleared
from outcomelab.handovers.profile import ColumnMeasured, ColumnProfile, Profile, TableMeasured, TableProfile
from outcomelab.protocol.rules import DisclosureRules

_STEP = 20  # shares are told in twentieths


def protect_profile(measured: tuple[TableMeasured, ...], rules: DisclosureRules) -> Cleared[Profile]:
    """Clear what was measured of a holding's tables.

    The percentiles 5 and 95 of a number, to two significant figures, where at least the threshold of persons lie
    at or beyond each; the share of rows in which it is missing, to 5%, where it is known of at least the threshold
    and unknown of at least the threshold, else 0; rows a person to two significant figures where there are enough
    persons.
    """
    tables = tuple(
        TableProfile(
            name=table.name,
            rows_a_person=significant(table.rows / table.persons, 2) if table.persons >= rules.threshold else None,
            columns=tuple(_column(column, rules.threshold) for column in table.columns),
        )
        for table in measured
    )
    return clear(Profile(tables=tables))


def _column(column: ColumnMeasured, threshold: int) -> ColumnProfile:
    enough = min(column.below, column.above) >= threshold and column.low is not None and column.high is not None
    return ColumnProfile(
        name=column.name,
        missing=_share(column, threshold),
        low=significant(column.low, 2) if enough and column.low is not None else None,
        high=significant(column.high, 2) if enough and column.high is not None else None,
    )


def _share(column: ColumnMeasured, threshold: int) -> float:
    if min(column.known, column.unknown) < threshold:
        return 0.0
    return floor(_STEP * column.empty + 0.5) / _STEP
