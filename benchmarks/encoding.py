"""How many records does one core encode in a second? A register of 500,000 invented people, one thread."""

from __future__ import annotations

import sys
import time

from benchmarks.alone import alone
from benchmarks.people import people
from outcomelab.encoding.encode import encode
from outcomelab.encoding.keys import ProjectKey
from outcomelab.handovers.encoded import HARDENINGS

RECORDS = 500_000


def main(records: int = RECORDS) -> None:
    """Print a line a hardening."""
    for hardening in HARDENINGS:
        (wall, core), peak = alone(seconds, hardening, records)
        print(
            f"  {hardening:10s} {records / core:,.0f} records a CPU second, {records / wall:,.0f} a second,"
            f" {peak:.2f} GB",
            flush=True,
        )


def seconds(hardening: str, records: int) -> tuple[float, float]:
    """Seconds of one encoding on the clock, and of all of this process's threads together."""
    given, key = people(records), ProjectKey.new("benchmark")
    wall, core = time.perf_counter(), time.process_time()
    encode(given, key, hardening)
    return time.perf_counter() - wall, time.process_time() - core


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS)
