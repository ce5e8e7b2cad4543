"""Linkage on a large register and on Febrl's data set 4: how right, how well estimated, how fast.

    python -m benchmarks.linkage FOLDER

FOLDER holds registry_1m.parquet, cohort_10k.parquet (columns unique_id, pid, grp, first_name, middle,
last_name, sex, dob, zip; `pid` is the truth) and febrl4a.csv, febrl4b.csv.
"""

from __future__ import annotations

import resource
import sys
import time
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from outcomelab.engines.duck import memory
from outcomelab.handovers.cohort import COHORT_IDENTIFIERS
from outcomelab.handovers.holding import PERSONS_IDENTIFIERS
from outcomelab.linkage import candidates, relatives
from outcomelab.linkage.compare import CLEAR
from outcomelab.linkage.decide import best_rival
from outcomelab.linkage.link import link
from outcomelab.linkage.score import score
from outcomelab.linkage.tables import prepare, read_persons
from outcomelab.linkage.train import learn
from outcomelab.protocol.model import Linkage

INVENTED = """
    SELECT row_number() OVER () AS "key", pid, grp, last_name AS surname, first_name AS forename, middle,
        try_cast(dob AS DATE) AS date_of_birth, NULL::DATE AS born_also, sex, zip AS postcode,
        NULL::VARCHAR AS service_number
    FROM '{file}'
"""
FEBRL = """
    SELECT row_number() OVER () AS "key", regexp_extract(rec_id, 'rec-(\\d+)-', 1)::BIGINT AS pid, '' AS grp,
        surname, given_name AS forename, NULL::VARCHAR AS middle,
        try_strptime(trim(date_of_birth::VARCHAR), '%Y%m%d')::DATE AS date_of_birth, NULL::DATE AS born_also,
        NULL::VARCHAR AS sex, postcode::VARCHAR AS postcode, soc_sec_id::VARCHAR AS service_number
    FROM read_csv('{file}', all_varchar = true)
"""


def main(folder: Path, cohort: str) -> None:
    """Print both tasks."""
    task(
        f"{cohort} × registry_1m",
        *(INVENTED.format(file=folder / f"{f}.parquet") for f in (cohort, "registry_1m")),
    )
    task("febrl4b × febrl4a", *(FEBRL.format(file=folder / f) for f in ("febrl4b.csv", "febrl4a.csv")))


def task(title: str, left: str, right: str) -> None:
    """Link once through the front door, timed, and once in its parts to see all thresholds."""
    listed, held = duckdb.sql(left).to_arrow_table(), duckdb.sql(right).to_arrow_table()
    participants = listed.rename_columns(["row", *listed.column_names[1:]]).select(COHORT_IDENTIFIERS.names)
    persons = held.rename_columns(["person_key", *held.column_names[1:]]).select(PERSONS_IDENTIFIERS.names)
    participants, persons = participants.cast(COHORT_IDENTIFIERS), persons.cast(PERSONS_IDENTIFIERS)

    start = time.perf_counter()
    linked = link(participants, persons, Linkage())
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6

    pid_left, pid_right = listed["pid"].to_numpy(), held["pid"].to_numpy()
    there = np.isin(pid_left, pid_right)
    row, key = linked.crosswalk["row"].to_numpy(), linked.crosswalk["person_key"].to_numpy()
    right_ones = pid_left[row - 1] == pid_right[key - 1]
    print(f"\n{title}: {seconds:.1f} s, peak {peak:.2f} GB since the start of the process")
    told = linked.report
    print(f"  threshold {told.threshold:.3f}: {scores(right_ones.sum(), len(right_ones), there.sum())}")
    print(f"  estimated precision {told.overall.precision:.4f}, recall {told.overall.recall:.4f}")
    for loss in told.flow.lost:
        print(f"  {loss.count:6,} {loss.reason}")
    groups = listed["grp"].to_numpy(zero_copy_only=False)
    probability = linked.crosswalk["match_probability"].to_numpy()
    for name in sorted(set(groups)):
        mine = groups[row - 1] == name
        print(
            f"  {name:10s} {scores(right_ones[mine].sum(), mine.sum(), there[groups == name].sum())}"
            f" estimated P {probability[mine].mean():.4f}"
        )
    every_threshold(participants, persons, pid_left, pid_right, int(there.sum()))


def every_threshold(
    participants: pa.Table, persons: pa.Table, pid_left: np.ndarray, pid_right: np.ndarray, there: int
) -> None:
    """Best F1 over all thresholds of each other's best pairs, and recall of blocking."""
    connection = memory()
    shared = prepare(connection, participants, read_persons(persons))
    candidates.find(connection, CLEAR.combinations)
    scheme = replace(CLEAR, comparisons=tuple(c for c in CLEAR.comparisons if c.identifier in shared))
    sizes = participants.num_rows, persons.num_rows
    compared = connection.sql(
        "SELECT l.key AS l, r.key AS r FROM candidates JOIN participants AS l ON a = l.unique_id"
        " JOIN persons AS r ON b = r.unique_id"
    ).fetchnumpy()
    blocked = int((pid_left[compared["l"] - 1] == pid_right[compared["r"] - 1]).sum())
    pairs = score(connection, scheme, *sizes)
    keys = [
        connection.sql(f"SELECT key FROM {t} ORDER BY unique_id").fetchnumpy()["key"]  # noqa: S608 two names
        for t in ("participants", "persons")
    ]
    same = pid_left[keys[0][pairs.participant - 1] - 1] == pid_right[keys[1][pairs.person - 1] - 1]
    model = learn(pairs, scheme.comparisons, relatives.count(connection, CLEAR.family), *sizes)
    p = model.probability
    mutual = (p > best_rival(pairs.participant, p)) & (p > best_rival(pairs.person, p))
    order = np.argsort(-p[mutual], kind="stable")
    hits, number = np.cumsum(same[mutual][order]), np.arange(1, mutual.sum() + 1)
    f1 = 2 * hits / (number + there)
    top = int(f1.argmax())
    print(f"  best {scores(hits[top], number[top], there)} at {p[mutual][order][top]:.3f}")
    print(
        f"  blocking recall {blocked / there:.4f} of {len(compared['l']):,} pairs; share found {model.share:.3f}"
    )
    for low, high in (
        (0.05, 0.25),
        (0.25, 0.5),
        (0.5, 0.75),
        (0.75, 0.9),
        (0.9, 0.97),
        (0.97, 0.995),
        (0.995, 1.1),
    ):
        within = (p >= low) & (p < high)
        if within.any():
            truly = f"mean {p[within].mean():.4f}, true {same[within].mean():.4f}"
            print(f"    probability {low}–{high}: {within.sum():,} pairs, {truly}")
    connection.close()


def scores(hits: int, kept: int, there: int) -> str:
    """Precision, recall, F1 in words."""
    return f"P {hits / max(kept, 1):.4f} R {hits / there:.4f} F1 {2 * hits / (kept + there):.4f} ({kept:,} links)"


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "cohort_10k")
