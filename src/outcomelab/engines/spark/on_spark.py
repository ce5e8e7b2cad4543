"""Spark at work: the same tables on a cluster, the same SQL in its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from outcomelab.engines.running import Columns
from outcomelab.engines.spark.sending import pieces, send
from outcomelab.engines.spark.words import as_spark


@dataclass(frozen=True)
class OnSpark:
    """A session, as `Running`. Tables are views that the workers keep, in memory while it lasts, else on their
    disks; one that is lost with its worker is made again from what was handed in."""

    session: Any
    at_once: int = 10_000_000
    in_one_pass: bool = True

    def make(self, table: str, sql: str) -> None:
        """As `Running`; worked out when it is first asked for."""
        self._keep(table, self.session.sql(as_spark(sql)))

    def add(self, table: str, sql: str) -> None:
        """As `Running`."""
        self._keep(table, self.session.table(table).unionAll(self.session.sql(as_spark(sql))))

    def hand_in(self, table: str, rows: pa.Table) -> None:
        """As `Running`."""
        send(self.session, table, [rows])

    def drop(self, table: str) -> None:
        """As `Running`."""
        self.session.catalog.uncacheTable(table)
        self.session.catalog.dropTempView(table)

    def names(self, table: str) -> list[str]:
        """As `Running`."""
        return list(self.session.table(table).columns)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """As `Running`."""
        return [tuple(row) for row in self.session.sql(as_spark(sql)).collect()]

    def columns(self, sql: str) -> Columns:
        """As `Running`."""
        found = self.session.sql(as_spark(sql)).toArrow()
        return {name: found[name].to_numpy() for name in found.column_names}

    def spelled(self, sql: str) -> str:
        """As `Running`."""
        return as_spark(sql)

    def _keep(self, table: str, rows: Any) -> None:
        # A table put together of many has as many times their pieces.
        rows.coalesce(pieces(self.session)).persist().createOrReplaceTempView(table)
