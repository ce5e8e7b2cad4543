"""Relational expressions written once with Ibis, run here by DuckDB.

An expression names tables that exist only when it runs, so it can be written, read and tested without a
store, and another engine can be given the same one. Its columns have the types it was told; casts are
written out, and only operations that every engine does alike are used.
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import ibis
import pyarrow as pa


def relation(name: str, columns: Mapping[str, str]) -> ibis.Table:
    """The table `name` with `columns` (name to Ibis type), wherever the expression will run."""
    return ibis.table(dict(columns), name=name)


def hand_in(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> ibis.Table:
    """Let expressions read `table` as `name`. Nothing is copied; works on a locked connection."""
    connection.register(name, table)
    return ibis.table(ibis.Schema.from_pyarrow(table.schema), name=name)


def keep(connection: duckdb.DuckDBPyConnection, name: str, expression: ibis.Table) -> ibis.Table:
    """Run `expression` once, keep its rows in memory as `name` until the connection closes."""
    # The name is ours; every value of the expression is quoted by its compiler.
    connection.execute(f'CREATE TEMPORARY TABLE "{name}" AS {_sql(expression)}')
    return ibis.table(expression.schema(), name=name)


def fetch(connection: duckdb.DuckDBPyConnection, expression: ibis.Table) -> pa.Table:
    """Run `expression` and return its rows."""
    return connection.execute(_sql(expression)).to_arrow_table()


def held(connection: duckdb.DuckDBPyConnection, catalogue: str) -> Mapping[str, frozenset[str]]:
    """The columns of every table of `catalogue`."""
    found = connection.execute(
        "SELECT table_name, list(column_name) FROM duckdb_columns() WHERE database_name = ? GROUP BY ALL",
        [catalogue],
    ).fetchall()
    return {table: frozenset(columns) for table, columns in found}


def _sql(expression: ibis.Table) -> str:
    return str(ibis.to_sql(expression, dialect="duckdb", pretty=False))
