"""Deriving outcomes on a Spark cluster, beside DuckDB: the same table, how long, and how many bytes move.

    python -m benchmarks.spark_deriving spark://host:7077 [PERSONS]

The cluster is one that runs already (docs/spark.md); the study is that of `benchmarks.growth`.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from benchmarks.alone import alone
from benchmarks.growth import STUDY
from outcomelab.engines.choice import DUCKDB, Engine
from outcomelab.engines.spark import relations_on_spark, sending
from outcomelab.hall import stages
from outcomelab.hall.lab import Lab
from outcomelab.handovers.analysis import Derived
from outcomelab.holdings.content import open_content
from outcomelab.holdings.keys import default_keys
from outcomelab.holdings.register import add
from outcomelab.outcomes.derive import derive
from outcomelab.simulate.settings import Programme, Simulation
from outcomelab.simulate.world import simulate

_DAY = dt.date(2026, 11, 3)
Linked = tuple[pa.Table, pa.Table]
Moved = list[tuple[int, int]]  # rows and bytes


def main(address: str, persons: int = 1_000_000) -> None:
    """Print what either engine takes, and what moved."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        world = Simulation(persons=persons, seed=1, programme=Programme(participants=min(persons // 100, 1_000)))
        alone(simulate, world, folder / "world")
        alone(add, folder / "world" / "ministries" / "work" / "work.json", folder / "holdings", _keys(folder))
        linked, _ = alone(link, folder)
        (here, seconds, _), peak = alone(run, folder, linked, DUCKDB)
        print(f"{persons:,} persons: DuckDB {seconds:.1f} s, {peak:.2f} GB", flush=True)
        (there, longer, moved), top = alone(run, folder, linked, Engine("spark", address))
    same = here.table.equals(there.table) and here.membership.equals(there.membership)
    print(f"Spark {longer:.1f} s, {top:.2f} GB in Python; the same table: {same}")
    for rows, size in moved:
        print(f"    sent {rows:,} rows, {size / 1e6:,.1f} MB, {size / max(rows, 1):.1f} bytes a row")
    print(f"    back {there.table.num_rows:,} rows, {there.table.nbytes / 1e6:,.1f} MB")


def link(folder: Path) -> Linked:
    """The links and dates of the list."""
    lab = Lab.at(folder / "holdings")
    question = stages.ask(STUDY, lab, _DAY)
    people = stages.checked(question, folder / "world" / "provider" / "participants.csv")
    return stages.linked_to_persons(question, people, lab).crosswalk, people.dates


def run(folder: Path, linked: Linked, engine: Engine) -> tuple[Derived, float, Moved]:
    """The analysis table, how long it took, and what was sent."""
    lab = Lab.at(folder / "holdings")
    question = stages.ask(STUDY, lab, _DAY)
    store = open_content(lab.holdings, lab.keys, question.dictionary.name)
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
    derived = derive(store, question.dictionary, question.protocol, *linked, engine=engine)
    return derived, time.perf_counter() - start, moved


def _keys(folder: Path) -> Path:
    return default_keys(folder / "holdings")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:3]))
