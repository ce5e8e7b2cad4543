"""Tables sent to a cluster."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from math import ceil
from typing import Any

import pyarrow as pa

# Rows of a piece: fewer cost more time than they save, and of more Spark takes no piece.
FEWEST, MOST = 5_000, 100_000


def send(session: Any, name: str, lots: Iterable[pa.Table]) -> None:
    """Make the view `name` of `lots`, of which one at a time is in this process.

    The workers keep it, in memory while it lasts, else on their disks; what is lost with a worker is sent again.
    """
    frame = reduce(lambda one, other: one.unionAll(other), [_sent(session, lot) for lot in lots]).persist()
    frame.createOrReplaceTempView(name)
    frame.count()  # now, so that Spark knows how small a list is


def _sent(session: Any, lot: pa.Table) -> Any:
    # Pieces of this size are not put together again: they travel with their tasks.
    size = min(max(ceil(lot.num_rows / pieces(session)), FEWEST), MOST)
    session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", str(size))
    if not lot.num_rows:
        # Of a table without rows Spark Connect does not see the columns.
        unknown = pa.table([pa.nulls(1, field.type) for field in lot.schema], schema=lot.schema)
        return session.createDataFrame(unknown).limit(0)
    return session.createDataFrame(lot.combine_chunks())


def pieces(session: Any) -> int:
    """Into how many pieces a table is cut."""
    return int(session.conf.get("spark.sql.shuffle.partitions"))
