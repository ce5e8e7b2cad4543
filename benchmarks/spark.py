"""Linkage on a Spark cluster of two workers on this machine, beside DuckDB: how many links differ.

    python -m benchmarks.spark FOLDER spark://host:7077

The cluster is one that runs already (docs/spark.md); `make bench` takes it from OUTCOMELAB_SPARK_MASTER.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from benchmarks.alone import alone
from benchmarks.tasks import NAMES, task
from outcomelab.engines.choice import DUCKDB, Engine
from outcomelab.linkage.link import link
from outcomelab.protocol.model import Linkage

Links = set[tuple[int, int]]


def main(folder: Path, address: str = os.environ.get("OUTCOMELAB_SPARK_MASTER", "")) -> None:
    """Print the task of 10,000."""
    if not address:
        print("Left out, for want of a cluster: OUTCOMELAB_SPARK_MASTER")
        return
    (here, seconds), _ = alone(run, folder, DUCKDB)
    (there, longer), _ = alone(run, folder, Engine("spark", address))
    print(
        f"{NAMES['10k']} on Spark: {len(there):,} links, DuckDB's {len(here):,}; {len(here ^ there)} differ",
        end="",
    )
    print(f"; {longer:.0f} s against {seconds:.0f} s")


def run(folder: Path, engine: Engine) -> tuple[Links, float]:
    """The links, and how long they took."""
    given = task(folder, "10k")
    start = time.perf_counter()
    found = link(given.participants, given.persons, Linkage(), engine=engine).crosswalk
    seconds = time.perf_counter() - start
    return set(zip(found["row"].to_pylist(), found["person_key"].to_pylist(), strict=True)), seconds


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:3])
