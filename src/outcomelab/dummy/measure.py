"""A holding's content measured, for made-up data to be like it: one pass a table. Opens no identifiers."""

# ruff: noqa: S608  names come from the registered dictionary, whose names are checked

from __future__ import annotations

from dataclasses import replace

import duckdb

from outcomelab.engines.duck import lock, opened
from outcomelab.handovers.holding import Column, ContentStore, Dictionary, Table
from outcomelab.handovers.profile import ColumnMeasured, TableMeasured

PERSON_KEY = "person_key"
_LOW, _HIGH = 0.05, 0.95


def measured(store: ContentStore, dictionary: Dictionary) -> tuple[TableMeasured, ...]:
    """Every table of the holding as it is. Raises HoldingError when the store does not open."""
    with opened(store) as connection:
        lock(connection)
        found = [_table(connection, table) for table in dictionary.tables]
    everyone = max(table.persons for table in found)
    return tuple(replace(table, everyone=everyone) for table in found)


def _table(connection: duckdb.DuckDBPyConnection, table: Table) -> TableMeasured:
    rows, persons = connection.sql(
        f'SELECT count(*), count(DISTINCT {PERSON_KEY}) FROM "{table.name}"'
    ).fetchall()[0]
    columns = tuple(_column(connection, table.name, column) for column in table.columns if column.in_content)
    return TableMeasured(table.name, rows, persons, columns)


def _column(connection: duckdb.DuckDBPyConnection, table: str, column: Column) -> ColumnMeasured:
    name = f'"{column.name}"'
    known, unknown, empty = connection.sql(
        f"SELECT count(DISTINCT {PERSON_KEY}) FILTER ({name} IS NOT NULL),"
        f" count(DISTINCT {PERSON_KEY}) FILTER ({name} IS NULL),"
        f' coalesce(avg(({name} IS NULL)::INT), 0) FROM "{table}"'
    ).fetchall()[0]
    dated = column.type == "date" and column.role == "attribute"
    if column.role == "code" or not known or not (dated or column.type in ("integer", "number")):
        return ColumnMeasured(column.name, known, unknown, empty)
    if dated:
        name = f"({name} - DATE '1970-01-01')"
    low, high, below, above = connection.sql(
        f"WITH ends AS (SELECT quantile_disc({name}, {_LOW}) AS low, quantile_disc({name}, {_HIGH}) AS high"
        f' FROM "{table}") SELECT any_value(low), any_value(high),'
        f" count(DISTINCT {PERSON_KEY}) FILTER ({name} <= low),"
        f" count(DISTINCT {PERSON_KEY}) FILTER ({name} >= high)"
        f' FROM "{table}", ends'
    ).fetchall()[0]
    return ColumnMeasured(column.name, known, unknown, empty, float(low), float(high), below, above, dated)
