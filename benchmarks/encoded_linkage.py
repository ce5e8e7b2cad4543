"""Linkage of encodings beside linkage in the clear: how much is lost, how fast, how well estimated.

    python -m benchmarks.encoded_linkage FOLDER [COHORT]

FOLDER as for `benchmarks.linkage`. Prints the clear task, then each hardening, in one run.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path

import duckdb
import numpy as np

from benchmarks.linkage import INVENTED, scores
from outcomelab.encoding.encode import encode
from outcomelab.encoding.keys import ProjectKey
from outcomelab.handovers.cohort import COHORT_IDENTIFIERS
from outcomelab.handovers.holding import PERSONS_IDENTIFIERS
from outcomelab.handovers.linkage import Linked
from outcomelab.linkage.encoded.link import link_encoded
from outcomelab.linkage.link import link
from outcomelab.protocol.model import Linkage


def main(folder: Path, cohort: str) -> None:
    """Print the clear task and both hardenings, with ratios."""
    listed = duckdb.sql(INVENTED.format(file=folder / f"{cohort}.parquet")).to_arrow_table()
    held = duckdb.sql(INVENTED.format(file=folder / "registry_1m.parquet")).to_arrow_table()
    participants = listed.rename_columns(["row", *listed.column_names[1:]]).select(COHORT_IDENTIFIERS.names)
    persons = held.rename_columns(["person_key", *held.column_names[1:]]).select(PERSONS_IDENTIFIERS.names)
    participants, persons = participants.cast(COHORT_IDENTIFIERS), persons.cast(PERSONS_IDENTIFIERS)
    truth = listed["pid"].to_numpy(), held["pid"].to_numpy(), listed["grp"].to_numpy(zero_copy_only=False)

    clear = task("clear", lambda: link(participants, persons, Linkage()), *truth)
    for hardening in ("plain", "diffused-5"):
        key = ProjectKey.new("benchmark")
        start = time.perf_counter()
        lists = encode(participants, key, hardening), encode(persons, key, hardening, rarity=True)
        seconds = time.perf_counter() - start
        print(f"\nencoding, {hardening}: {(listed.num_rows + held.num_rows) / seconds:,.0f} records a second")
        # Linkage refuses to run where a key could be; a new folder has none.
        with tempfile.TemporaryDirectory() as empty, chdir(empty):
            took = task(hardening, lambda two=lists: link_encoded(*two, Linkage()), *truth)
        print(f"  time {took / clear:.2f} of clear linkage's in this run")


def task(
    title: str, run: Callable[[], Linked], pid_left: np.ndarray, pid_right: np.ndarray, grp: np.ndarray
) -> float:
    """Run once, timed, and print how right and how well estimated the links are."""
    start = time.perf_counter()
    linked = run()
    seconds = time.perf_counter() - start
    there = np.isin(pid_left, pid_right)
    row, person = linked.crosswalk["row"].to_numpy(), linked.crosswalk["person_key"].to_numpy()
    right = pid_left[row - 1] == pid_right[person - 1]
    told = linked.report.overall
    print(f"{title}: {seconds:.1f} s; threshold {linked.report.threshold:.3f}")
    print(f"  {scores(int(right.sum()), len(right), int(there.sum()))}")
    print(f"  estimated precision {told.precision:.4f}, recall {told.recall:.4f}")
    probability = linked.crosswalk["match_probability"].to_numpy()
    for name in sorted(set(grp)):
        mine = grp[row - 1] == name
        print(
            f"    {name:10s} {scores(int(right[mine].sum()), int(mine.sum()), int(there[grp == name].sum()))}"
            f" estimated P {probability[mine].mean():.4f}"
        )
    return seconds


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "cohort_10k")
