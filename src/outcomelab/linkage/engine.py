"""The engine that pairs are compared on: in this process, or on a cluster that is handed both lists for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb

from outcomelab.engines.choice import Engine
from outcomelab.engines.on_duck import OnDuck
from outcomelab.engines.running import Running
from outcomelab.engines.spark.on_spark import OnSpark
from outcomelab.engines.spark.session import opened
from outcomelab.engines.spark.starting import Load

# Bytes in the driver: identifiers are words.
_A_RECORD = 1_000
SIDES = ("participants", "persons")


@contextmanager
def comparing(connection: duckdb.DuckDBPyConnection, engine: Engine, records: int) -> Iterator[Running]:
    """The engine at work, with the tables `participants` and `persons` of `connection`, of `records` together.

    To Spark they go without rows and person keys: a record is its number there. Raises EngineError as
    `engines.spark.session.opened` does.
    """
    here = OnDuck(connection)
    if engine.name == "duckdb":
        yield here
        return
    with opened(engine.address, Load(records, _A_RECORD, _jar)) as session:
        there = OnSpark(session)
        splink(there)  # which makes its functions known
        for side in SIDES:
            there.hand_in(side, connection.sql(f"SELECT * EXCLUDE (key) FROM {side}").to_arrow_table())  # noqa: S608
        yield there


def splink(running: Running) -> Any:
    """Splink's backend for an engine at work."""
    if isinstance(running, OnSpark):
        from splink.backends.spark import SparkAPI

        return SparkAPI(spark_session=running.session, break_lineage_method="persist")  # type: ignore[no-untyped-call]
    if isinstance(running, OnDuck):
        from splink import DuckDBAPI

        return DuckDBAPI(running.connection)
    raise TypeError(type(running).__name__)


def _jar() -> str:
    from splink.backends.spark import similarity_jar_location

    return str(similarity_jar_location())
