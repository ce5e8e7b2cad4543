"""Tables that lie where a cluster reads them itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from outcomelab.engines.spark.words import as_spark
from outcomelab.errors import UsageError

_AS_IT_IS = {
    "spark.sql.caseSensitive": "true",
    # In a folder region=01 the value is 01, as it is written.
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
}
_UNREAD = "FAILED_READ_FILE"  # by Spark's name for it
_UNREADABLE = (
    "The cluster cannot read {}. It must be a Parquet table, at an address that the lab and every worker know."
)


def read(session: Any, address: str) -> Any:
    """The Parquet table at `address`, as a frame. Raises UsageError when the cluster finds none there, or knows no
    such address."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    for name, value in _AS_IT_IS.items():
        session.conf.set(name, value)
    try:
        frame = session.read.parquet(address)
        frame.schema  # noqa: B018 through Spark Connect it is read when it is asked for
    except (PySparkException, Py4JError):
        raise UsageError(_UNREADABLE.format(address)) from None
    return frame


def called(frame: Any, places: Sequence[int], names: Sequence[str]) -> Any:
    """Of a frame the columns at `places`, under `names`: no name that others gave is in any query."""
    numbered = frame.toDF(*(f"n{place}" for place in range(len(frame.columns))))
    return numbered.select(*(f"n{place}" for place in places)).toDF(*names)


def fetched(session: Any, sql: str, address: str) -> pa.Table:
    """The rows that `sql`, in DuckDB's words, gives of the table at `address`. Raises UsageError when a part of
    that cannot be read after all."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        return session.sql(as_spark(sql)).toArrow()
    except (PySparkException, Py4JError) as error:
        if _UNREAD in str(error):
            raise UsageError(_UNREADABLE.format(address)) from None
        raise
