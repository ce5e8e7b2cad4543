"""A matched comparison of 10,000 participants with a pool of one and of five million: time, memory, and the limit.

Twenty covariates, twenty-four exact strata, radius matching; everything from the table to the interval. The limit
is ten times three reads of the standardised matrix and one XᵀX.
"""

from __future__ import annotations

import time

import numpy as np
import pyarrow as pa

from benchmarks.alone import alone
from outcomelab.impact.evaluate import evaluate

PARTICIPANTS = 10_000
POOLS = (1_000_000, 5_000_000)
NUMBERS = tuple(f"x{i}" for i in range(14)) + tuple(f"b{i}" for i in range(3))
CATEGORIES = tuple(f"c{i}" for i in range(3))


def main() -> None:
    """Print a line a pool, each measured in a process of its own."""
    print(f"{'pool':>10}{'CPU s':>8}{'again':>8}{'limit':>8}{'peak GB':>9}{'table GB':>10}")
    for pool in POOLS:
        (first, again, table), peak = alone(measured, pool)
        least, _ = alone(limit, PARTICIPANTS + pool)
        print(f"{pool:>10,}{first:>8.1f}{again:>8.1f}{least:>8.1f}{peak:>9.2f}{table:>10.2f}", flush=True)


def measured(pool: int) -> tuple[float, float, float]:
    """CPU seconds of the first comparison in a process and of the second, and the table's GB."""
    table = people(pool)
    seconds = []
    for _ in range(2):
        start = time.process_time()
        evaluate(
            table,
            treatment="took_part",
            outcomes=("y",),
            covariates=(*NUMBERS, *CATEGORIES),
            exact=("s1", "s2"),
            methods=("radius",),
            sensitivity=False,
        )
        seconds.append(time.process_time() - start)
    return *seconds, table.nbytes / 1e9


def people(pool: int) -> pa.Table:
    """Participants who differ a little from the pool, with an outcome the programme does nothing to."""
    rng = np.random.default_rng(2026)
    n = PARTICIPANTS + pool
    took_part = np.arange(n) < PARTICIPANTS
    columns: dict[str, object] = {"took_part": took_part, "y": (rng.random(n) < 0.3).astype(np.float64)}
    for number, name in enumerate(NUMBERS):
        drawn = rng.normal(size=n) + 0.2 * took_part * (number % 3)
        columns[name] = drawn if name[0] == "x" else (drawn > 0.5).astype(np.float64)
    for name, levels in (*((c, "abcd") for c in CATEGORIES), ("s1", "uvwxyz"), ("s2", "klmn")):
        codes = rng.integers(0, len(levels), n).astype(np.int8)
        columns[name] = pa.DictionaryArray.from_arrays(codes, pa.array(list(levels))).cast(pa.string())
    return pa.table(columns)


def limit(rows: int, passes: int = 10) -> float:
    """CPU seconds of as many passes, three reads and one XᵀX each, over a matrix in memory."""
    matrix = np.ones((rows, len(NUMBERS) + 3 * len(CATEGORIES)))
    start = time.process_time()
    for _ in range(passes):
        for _ in range(3):
            matrix.sum()
        matrix.T @ matrix
    return time.process_time() - start


if __name__ == "__main__":
    main()
