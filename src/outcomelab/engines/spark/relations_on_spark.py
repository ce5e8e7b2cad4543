"""Expressions run by Spark, over a store that lies here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis
import pyarrow as pa

from outcomelab.engines.relations_on_duck import RelationsOnDuck
from outcomelab.engines.scans import cut
from outcomelab.engines.spark.sending import send

# Rows of a store that are read at once: few enough for this process, enough for a task or ten.
_AT_ONCE = 1_000_000


@dataclass(frozen=True)
class RelationsOnSpark:
    """A session beside an open store, as `Relations`.

    Of the store the cluster is sent what an expression makes of single rows (`engines.scans`), once. What is kept
    stays with the workers, and is made again when it is lost with one of them.
    """

    session: Any
    here: RelationsOnDuck

    def hand_in(self, name: str, table: pa.Table) -> ibis.Table:
        """As `Relations`."""
        send(self.session, name, [table])
        return ibis.table(ibis.Schema.from_pyarrow(table.schema), name=name)

    def keep(self, name: str, expression: ibis.Table) -> ibis.Table:
        """As `Relations`."""
        rows = self._run(expression).persist()
        rows.createOrReplaceTempView(name)
        rows.count()  # now, so that each step takes its own time
        return ibis.table(expression.schema(), name=name)

    def fetch(self, expression: ibis.Table) -> pa.Table:
        """As `Relations`."""
        return self._run(expression).toArrow()

    def _run(self, expression: ibis.Table) -> Any:
        rest, scans = cut(expression, self.here.held())
        for name, scan in scans.items():
            if not self.session.catalog.tableExists(name):
                send(self.session, name, self.here.stream(scan, _AT_ONCE))
        ibis.pyspark  # noqa: B018 its settings are known once it is named, and its compiler asks for them
        return self.session.sql(str(ibis.to_sql(rest, dialect="pyspark", pretty=False)))
