"""A dictionary with the values that a protocol asks for, so that some made-up people meet its conditions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from outcomelab.handovers.holding import Column, Dictionary, Table
from outcomelab.protocol.model import Protocol, Range, Where


def with_asked(dictionary: Dictionary, protocol: Protocol) -> Dictionary:
    """The same dictionary, in which each column without codes that the protocol narrows by values has these values
    and one more as its codes: otherwise nothing that is made up would ever meet its conditions."""
    asked: dict[tuple[str, str], set[object]] = {}
    for table, where in _conditions(protocol):
        for column, condition in where.items():
            if not isinstance(condition, Range):
                values = condition if isinstance(condition, tuple) else (condition,)
                asked.setdefault((table, column), set()).update(values)
    return replace(dictionary, tables=tuple(_table(table, asked) for table in dictionary.tables))


def _conditions(protocol: Protocol) -> Iterator[tuple[str, Where]]:
    persons, index = protocol.holding.persons, protocol.index
    if index.table:
        yield index.table, index.where
    yield from ((persons, one.where) for one in protocol.eligible)
    yield from ((one.table or persons, one.where) for one in protocol.covariates)
    for outcome in protocol.outcomes:
        yield from ((outcome.table, where) for where in (outcome.where, outcome.first, outcome.graver))


def _table(table: Table, asked: dict[tuple[str, str], set[object]]) -> Table:
    columns = (_column(column, asked.get((table.name, column.name), set())) for column in table.columns)
    return replace(table, columns=tuple(columns))


def _column(column: Column, values: set[object]) -> Column:
    if not values or column.categories or column.role in ("person", "identifier"):
        return column
    if column.type == "string":
        return replace(column, categories=(*sorted(map(str, values)), "another"))
    if column.type in ("integer", "number"):
        numbers = sorted(one for one in values if isinstance(one, int | float))
        return replace(column, categories=tuple(f"{one:g}" for one in (*numbers, max(numbers, default=0) + 1)))
    return column
