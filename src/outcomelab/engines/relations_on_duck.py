"""Expressions run by DuckDB, in this process."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import duckdb
import ibis
import pyarrow as pa

from outcomelab.engines.duck import STORE


@dataclass(frozen=True)
class RelationsOnDuck:
    """A connection with a store in use, as `Relations`. Works on a locked one."""

    connection: duckdb.DuckDBPyConnection

    @property
    def here(self) -> RelationsOnDuck:
        """As `Relations`."""
        return self

    def held(self) -> Mapping[str, frozenset[str]]:
        """The columns of every table of the store."""
        found = self.connection.execute(
            "SELECT table_name, list(column_name) FROM duckdb_columns() WHERE database_name = ? GROUP BY ALL",
            [STORE],
        ).fetchall()
        return {table: frozenset(columns) for table, columns in found}

    def hand_in(self, name: str, table: pa.Table) -> ibis.Table:
        """As `Relations`; nothing is copied."""
        self.connection.register(name, table)
        return ibis.table(ibis.Schema.from_pyarrow(table.schema), name=name)

    def keep(self, name: str, expression: ibis.Table) -> ibis.Table:
        """As `Relations`; in memory."""
        # The name is ours; every value of the expression is quoted by its compiler.
        self.connection.execute(f'CREATE TEMPORARY TABLE "{name}" AS {_sql(expression)}')
        return ibis.table(expression.schema(), name=name)

    def fetch(self, expression: ibis.Table) -> pa.Table:
        """As `Relations`."""
        return self.connection.execute(_sql(expression)).to_arrow_table()

    def stream(self, expression: ibis.Table, rows: int) -> Iterator[pa.Table]:
        """Run `expression` and return its rows in lots of about so many; of none, one lot without rows."""
        with self.connection.execute(_sql(expression)).to_arrow_reader(rows) as batches:
            batch = None
            for batch in batches:
                yield pa.Table.from_batches([batch])
            if batch is None:
                yield batches.schema.empty_table()

    def rows(self, tables: Collection[str]) -> int:
        """How many rows these tables of the store have together."""
        found = self.connection.execute(
            "SELECT sum(estimated_size) FROM duckdb_tables() "
            "WHERE database_name = ? AND list_contains(?, table_name)",
            [STORE, list(tables)],
        ).fetchone()
        return int((found or (0,))[0] or 0)


def _sql(expression: ibis.Table) -> str:
    return str(ibis.to_sql(expression, dialect="duckdb", pretty=False))
