"""Counting a table and putting the rules to it, beside DuckDB's plain grouped count and beside ACRO.

A million persons by 1,000 × 16 values. ACRO is installed into an environment of its own that is thrown away; where
it cannot be, its line says so. Seconds are of CPU, the best of several; ACRO's are of the one call alone, of which
`crosstab` counts and `pivot_table` sums.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from outcomelab.disclosure.primary import whole
from outcomelab.handovers.counting import Counting
from outcomelab.protocol.rules import DisclosureRules
from outcomelab.tabulate.count import tabulated

_PERSONS, _AREAS, _KINDS = 1_000_000, 1_000, 16
_TIMES = 5
_ACRO = """
import logging, sys, time
import pandas as pd
from acro import ACRO

logging.disable(logging.CRITICAL)
people = pd.read_parquet("people.parquet")
acro = ACRO(suppress=True)
began = time.process_time()
acro.crosstab(people["area"], people["kind"])
counted = time.process_time()
acro.pivot_table(people, index="area", columns="kind", values="cost", aggfunc="sum")
print(counted - began, time.process_time() - counted, file=sys.stderr)
"""


def main() -> None:
    """Print a line a way of counting."""
    people = made()
    plain = _best(lambda: _plain(people))
    print(f"  DuckDB's plain grouped count   {plain:.3f} s", flush=True)
    distinct = _best(lambda: _plain(people, "count(DISTINCT who)"))
    print(f"  DuckDB's distinct persons      {distinct:.3f} s, {distinct / plain:.1f} times", flush=True)
    for name, asked in (
        ("counted, with the rules", Counting((("area", "kind"),))),
        ("summed, with the rules", Counting((("area", "kind"),), amount="cost")),
        ("counted by person", Counting((("area", "kind"),), person="who")),
    ):
        seconds = _best(lambda asked=asked: _ours(people, asked))  # type: ignore[misc]
        print(f"  {name:<30} {seconds:.3f} s, {seconds / plain:.1f} times", flush=True)
    print(f"  ACRO                           {_theirs(people)}")


def made() -> pa.Table:
    """The persons, the same every time."""
    rng = np.random.default_rng(1)
    return pa.table(
        {
            "who": np.arange(_PERSONS),
            "area": [f"E{number:05}" for number in rng.integers(0, _AREAS, _PERSONS)],
            "kind": [f"k{number:02}" for number in rng.integers(0, _KINDS, _PERSONS)],
            "cost": rng.gamma(2.0, 100.0, _PERSONS),
        }
    )


def _plain(people: pa.Table, counted: str = "count(*)") -> None:
    connection = duckdb.connect()
    try:
        connection.from_arrow(people).aggregate(f"area, kind, {counted}", "area, kind").to_arrow_table()
    finally:
        connection.close()


def _ours(people: pa.Table, asked: Counting) -> None:
    for cells in tabulated(people, asked):
        whole(cells, DisclosureRules())


def _best(once: Callable[[], None]) -> float:
    seconds = []
    for _ in range(_TIMES):
        began = time.process_time()
        once()
        seconds.append(time.process_time() - began)
    return min(seconds)


def _theirs(people: pa.Table) -> str:
    with tempfile.TemporaryDirectory() as folder:
        pq.write_table(people, Path(folder) / "people.parquet")
        (Path(folder) / "theirs.py").write_text(_ACRO, encoding="utf-8")
        place = Path(folder) / "environment"
        commands: tuple[list[str | Path], ...] = (
            [sys.executable, "-m", "venv", place],
            [place / "bin/pip", "install", "--quiet", "acro", "pyarrow"],
        )
        for command in commands:
            if subprocess.run(command, capture_output=True, check=False).returncode:  # noqa: S603
                return "not measured: acro could not be installed"
        ran = subprocess.run(  # noqa: S603
            [place / "bin/python", "theirs.py"], cwd=folder, capture_output=True, text=True, check=False
        )
    if ran.returncode:
        return "failed"
    counted, summed = ran.stderr.strip().splitlines()[-1].split()
    return f"{float(counted):.1f} s to count, {float(summed):.1f} s to sum"


if __name__ == "__main__":
    main()
