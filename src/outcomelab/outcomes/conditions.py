"""The protocol's `where` as a yes or no for every row."""

from __future__ import annotations

import datetime as dt
from functools import reduce
from operator import and_

import ibis

from outcomelab.errors import OutcomesError
from outcomelab.handovers.holding import Column
from outcomelab.outcomes.sources import Source
from outcomelab.protocol.model import Condition, Range, Scalar, Where

_NEEDS = {
    "string": "words in quotes",
    "integer": "numbers",
    "number": "numbers",
    "boolean": "true or false",
    "date": "dates",
}


def matches(source: Source, where: Where) -> ibis.Value:
    """True for the rows that meet every condition of `where`, else false; an unknown value meets none.

    A value means equality, several mean any of them, a range is closed at the ends it names. Raises
    OutcomesError for a column that content does not have and for a value that can't be compared with it.
    """
    tests = [_meets(source, name, condition) for name, condition in where.items()]
    return reduce(and_, tests, ibis.literal(True))


def within(value: ibis.Value, ends: Range) -> ibis.Value:
    """True where `value` is known and lies in the closed range `ends`, else false."""
    tests = [value.notnull()]
    if ends.min is not None:
        tests.append(value >= ibis.literal(ends.min))
    if ends.max is not None:
        tests.append(value <= ibis.literal(ends.max))
    return reduce(and_, tests).fill_null(False)


def _meets(source: Source, name: str, condition: Condition) -> ibis.Value:
    column, value = source.column(name), source.value(name)
    if column.type == "number":
        # What is not a number (NaN) sorts above every number: it is unknown, and meets no condition.
        value = value.nullif(float("nan"))
    if isinstance(condition, Range):
        ends = [end for end in (condition.min, condition.max) if end is not None]
        for end in ends:
            _comparable(source, column, end)
        if column.type in ("string", "boolean") and not ends:
            return value.notnull()
        return within(value, condition)
    wanted = condition if isinstance(condition, tuple) else (condition,)
    for scalar in wanted:
        _comparable(source, column, scalar)
    if not wanted:
        return ibis.literal(False)
    return value.isin([ibis.literal(scalar) for scalar in wanted]).fill_null(False)


def _comparable(source: Source, column: Column, scalar: Scalar) -> None:
    if column.type == "boolean":
        fits = isinstance(scalar, bool)
    elif column.type in ("integer", "number"):
        fits = isinstance(scalar, int | float) and not isinstance(scalar, bool)
    elif column.type == "date":
        fits = isinstance(scalar, dt.date)
    else:
        fits = isinstance(scalar, str)
    if not fits:
        raise OutcomesError(
            f"Column {column.name} of table {source.entry.name} is compared with {_NEEDS[column.type]}."
        )
