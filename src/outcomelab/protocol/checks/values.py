"""Conditions against the columns they name: values of the column's type, codes that exist."""

from __future__ import annotations

import datetime as dt

from outcomelab.handovers.holding import Column, ColumnType, Table
from outcomelab.protocol.checks.columns import named_column
from outcomelab.protocol.model import Range, Scalar, Where
from outcomelab.protocol.reading.near import did_you_mean, written
from outcomelab.protocol.reading.slips import KeyPath, Sifting, Slip

_HOLDS: dict[ColumnType, tuple[str, str]] = {
    "string": ("text", '"theft"'),
    "integer": ("whole numbers", "3"),
    "number": ("numbers", "2.5"),
    "boolean": ("true or false", "true"),
    "date": ("days", "2020-01-31"),
}


def fitting(where: Where, table: Table, path: KeyPath) -> Sifting[None]:
    """Slips of the conditions of `where`, written at `path`, on columns of `table`."""
    for name, condition in where.items():
        here = (*path, name)
        column = yield from named_column(table, name, here)
        if column is None:
            continue
        if isinstance(condition, Range):
            yield from _range(condition, column, here)
        elif isinstance(condition, tuple):
            for number, value in enumerate(condition):
                yield from _value(value, column, (*here, number))
        else:
            yield from _value(condition, column, here)


def _range(given: Range, column: Column, path: KeyPath) -> Sifting[None]:
    if column.type in ("string", "boolean"):
        holds, example = _HOLDS[column.type]
        mend = f"List the values instead: `{column.name} = [{example}]`."
        yield Slip(path, f"is a range, and `{column.name}` holds {holds}", mend)
        return
    for key, end in (("min", given.min), ("max", given.max)):
        if end is not None and isinstance(end, dt.date) != (column.type == "date"):
            yield _misfit(end, column, (*path, key))


def _value(value: Scalar, column: Column, path: KeyPath) -> Sifting[None]:
    if not _fits(value, column.type):
        yield _misfit(value, column, path)
    elif column.categories and not isinstance(value, bool) and str(value) not in column.categories:
        mend = did_you_mean(str(value), column.categories, "codes")
        yield Slip(path, f"{written(value)} is no code of `{column.name}`", mend)


def _fits(value: Scalar, kind: ColumnType) -> bool:
    if kind == "boolean" or isinstance(value, bool):
        return kind == "boolean" and isinstance(value, bool)
    wanted: dict[ColumnType, type | tuple[type, ...]] = {
        "string": str,
        "integer": int,
        "number": (int, float),
        "date": dt.date,
    }
    return isinstance(value, wanted[kind])


def _misfit(value: Scalar, column: Column, path: KeyPath) -> Slip:
    holds, example = _HOLDS[column.type]
    wrong = f"{written(value)} cannot be compared with `{column.name}`, which holds {holds}"
    return Slip(path, wrong, f"Write a value such as `{example}`.")
