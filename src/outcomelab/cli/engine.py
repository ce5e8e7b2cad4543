"""The engine that is asked for on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outcomelab.errors import UsageError

if TYPE_CHECKING:
    from outcomelab.engines.choice import Engine

ENGINES = "duckdb|spark"


def chosen(name: str | None, spark_master: str | None) -> Engine:
    """DuckDB, unless Spark is named. Raises UsageError for another name, or for Spark without its address."""
    from outcomelab.engines.choice import DUCKDB, Engine

    if name in (None, "duckdb"):
        return DUCKDB
    if name != "spark":
        raise UsageError("--engine is duckdb or spark.")
    return Engine("spark", spark_master or "")
