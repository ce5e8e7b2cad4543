"""Are the staged tables what their dictionary says? A scan counts several faults."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pyarrow as pa

from outcomelab.errors import Mistake
from outcomelab.handovers.holding import Dictionary, Table
from outcomelab.holdings.datafile import DataFile
from outcomelab.holdings.faults import CATEGORIES, Fault, faults
from outcomelab.holdings.staging import staged
from outcomelab.holdings.values import person

_LISTED = 20
_COUNTED_AT_ONCE = 16  # faults: a scan for few is quick, and a query with many categories is long in planning


def check_values(
    connection: duckdb.DuckDBPyConnection, file: DataFile, dictionary: Dictionary
) -> Iterator[Mistake]:
    """The mistakes in one staged table: table, row, column and what to do, never the value."""
    table = file.source.table
    connection.register(CATEGORIES, _categories(table))
    listed: list[tuple[int, Fault]] = []
    more = 0
    for fault in _found(connection, file, dictionary):
        count, rows = _look(connection, table, fault.condition)
        if fault.listed:
            listed.extend((row, fault) for row in rows)
            more += count - len(rows)
        else:
            where = f"table {table.name}, column {fault.column}"
            yield Mistake(0, where, f"{fault.wrong}: {_rows(count, rows)}", fault.mend)
    connection.unregister(CATEGORIES)
    listed.sort(key=lambda one: one[0])
    for row, fault in listed[:_LISTED]:
        yield Mistake(0, f"table {table.name}, row {row}, column {fault.column}", fault.wrong, fault.mend)
    more += len(listed[_LISTED:])
    if more:
        wrong = f"{more} more {'cells have' if more > 1 else 'cell has'} something wrong"
        yield Mistake(0, f"table {table.name}", wrong, "Mend those above first: the cause is often the same.")


def check_persons(
    connection: duckdb.DuckDBPyConnection, persons: DataFile, others: tuple[DataFile, ...]
) -> Iterator[Mistake]:
    """The mistakes between the tables: persons twice or none at all, events of nobody known."""
    table, number = persons.source.table, person(persons.source.person)
    rows, _ = _look(connection, table, "true")
    if not rows:
        yield Mistake(0, f"table {table.name}", "it has no rows", "Extract the table again.")
    firsts = f'SELECT min("#row") FROM {staged(table.name)} GROUP BY {number}'  # noqa: S608 names are checked
    count, found = _look(connection, table, f'({number}) IS NOT NULL AND "#row" NOT IN ({firsts})')
    if count:
        where = f"table {table.name}, column {persons.source.person.name}"
        wrong = f"a person is there already: {_rows(count, found)}"
        yield Mistake(0, where, wrong, "Keep one row a person.")
    known = f"SELECT {number} AS person FROM {staged(table.name)}"  # noqa: S608 names are checked
    for other in others:
        column = other.source.person
        unknown = f"{person(column)} NOT IN (SELECT person FROM ({known}) WHERE person IS NOT NULL)"  # noqa: S608 names are checked
        count, found = _look(connection, other.source.table, unknown)
        if count:
            at = f"table {other.source.table.name}, column {column.name}"
            wrong = f"a person is not in the table {table.name}: {_rows(count, found)}"
            yield Mistake(0, at, wrong, f"Add these persons to {table.name}, or take the rows out.")


def _found(connection: duckdb.DuckDBPyConnection, file: DataFile, dictionary: Dictionary) -> list[Fault]:
    """The faults that some row has."""
    every = list(faults(file, dictionary))
    found: list[Fault] = []
    for start in range(0, len(every), _COUNTED_AT_ONCE):
        some = every[start : start + _COUNTED_AT_ONCE]
        counts = ", ".join(f"count_if({fault.condition})" for fault in some)
        counted = connection.execute(f"SELECT {counts} FROM {staged(file.source.table.name)}").fetchall()[0]  # noqa: S608 names are checked
        found += [fault for fault, count in zip(some, counted, strict=True) if count]
    return found


def _look(connection: duckdb.DuckDBPyConnection, table: Table, condition: str) -> tuple[int, list[int]]:
    query = f'SELECT count(*), min("#row", {_LISTED}) FROM {staged(table.name)} WHERE {condition}'  # noqa: S608 names are checked
    count, rows = connection.execute(query).fetchall()[0]
    return count, rows or []


def _rows(count: int, rows: list[int]) -> str:
    return f"row {rows[0]}" if count == 1 else f"{count} rows, the first is row {rows[0]}"


def _categories(table: Table) -> pa.Table:
    pairs = [(column.name, category) for column in table.columns for category in column.categories]
    names, categories = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return pa.table({"name": pa.array(names, pa.string()), "category": pa.array(categories, pa.string())})
