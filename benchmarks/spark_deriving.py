"""Deriving outcomes on a Spark cluster, beside DuckDB: the same table, how long, and how many bytes move.

    python -m benchmarks.spark_deriving spark://host:7077 [PERSONS]

The cluster is one that runs already (docs/spark.md); `make bench` takes it from OUTCOMELAB_SPARK_MASTER. The study
is that of `benchmarks.growth`.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from benchmarks.alone import alone
from benchmarks.by_hand import Linked, linked
from benchmarks.growth import STUDY, made
from outcomelab.engines.choice import DUCKDB, Engine
from outcomelab.engines.spark import relations_on_spark, sending
from outcomelab.handovers.analysis import Derived
from outcomelab.outcomes.derive import derive

Moved = list[tuple[int, int]]  # rows and bytes


def main(address: str = os.environ.get("OUTCOMELAB_SPARK_MASTER", ""), persons: int = 1_000_000) -> None:
    """Print what either engine takes, and what moved."""
    if not address:
        print("Left out, for want of a cluster: OUTCOMELAB_SPARK_MASTER")
        return
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        made(persons, min(persons // 100, 1_000), folder)
        given, _ = alone(linked, STUDY, folder)
        (here, seconds, _), peak = alone(run, given, DUCKDB)
        print(f"{persons:,} persons: DuckDB {seconds:.1f} s, {peak:.2f} GB", flush=True)
        (there, longer, moved), top = alone(run, given, Engine("spark", address))
    same = here.table.equals(there.table) and here.membership.equals(there.membership)
    print(f"Spark {longer:.1f} s, {top:.2f} GB in Python; the same table: {same}")
    for rows, size in moved:
        print(f"    sent {rows:,} rows, {size / 1e6:,.1f} MB, {size / max(rows, 1):.1f} bytes a row")
    print(f"    back {there.table.num_rows:,} rows, {there.table.nbytes / 1e6:,.1f} MB")


def run(given: Linked, engine: Engine) -> tuple[Derived, float, Moved]:
    """The analysis table, how long it took, and what was sent."""
    moved: Moved = []

    def weighed(session: Any, name: str, lots: Iterable[pa.Table]) -> None:
        rows = size = 0

        def through() -> Iterator[pa.Table]:
            nonlocal rows, size
            for lot in lots:
                rows, size = rows + lot.num_rows, size + lot.nbytes
                yield lot

        sending.send(session, name, through())
        moved.append((rows, size))

    relations_on_spark.send = weighed
    start = time.perf_counter()
    asked = given.question
    derived = derive(given.content, asked.dictionary, asked.protocol, given.crosswalk, given.dates, engine=engine)
    return derived, time.perf_counter() - start, moved


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:3]))
