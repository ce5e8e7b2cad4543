"""DuckDB at work, in this process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from outcomelab.engines.running import Columns


@dataclass(frozen=True)
class OnDuck:
    """A connection, as `Running`. Records are brought together in lots, which keeps memory flat."""

    connection: duckdb.DuckDBPyConnection
    at_once: int = 100_000
    in_one_pass: bool = False

    def make(self, table: str, sql: str) -> None:
        """As `Running`."""
        self.connection.execute(f"CREATE OR REPLACE TABLE {table} AS {sql}")

    def add(self, table: str, sql: str) -> None:
        """As `Running`."""
        self.connection.execute(f"INSERT INTO {table} {sql}")

    def hand_in(self, table: str, rows: pa.Table) -> None:
        """As `Running`."""
        self.connection.register("handed_in", rows)
        self.make(table, "FROM handed_in")
        self.connection.unregister("handed_in")

    def drop(self, table: str) -> None:
        """As `Running`."""
        self.connection.execute(f"DROP TABLE {table}")

    def names(self, table: str) -> list[str]:
        """As `Running`."""
        return self.connection.sql(f"FROM {table} LIMIT 0").columns

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """As `Running`."""
        return self.connection.sql(sql).fetchall()

    def columns(self, sql: str) -> Columns:
        """As `Running`."""
        return self.connection.execute(sql).fetchnumpy()

    def spelled(self, sql: str) -> str:
        """As `Running`: it is DuckDB's already."""
        return sql
