"""Files of people that linkage was not tuned on, beside plain Splink: how right, and how well estimated.

    python -m benchmarks.others FOLDER

FOLDER/people has a folder for each task, with two files of people as anybody would have them, `left` and `right`
(.csv, .parquet or .xlsx), and beside them left-truth.csv and right-truth.csv: for each row, in their order, a
`person`. A link is right when both its rows are the same person; a row of the left file could be found when its
person is somewhere in the right one.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pa_csv

from benchmarks.alone import alone
from benchmarks.measured import Score, best
from benchmarks.plain_people import best_of_each
from outcomelab.linkage.people import link_people
from outcomelab.people.read import read_people

PLAIN = 0.95


@dataclass(frozen=True)
class Outcome:
    """Ours with its `threshold`, plain Splink at .95, and the best of each over all thresholds; seconds."""

    threshold: float
    ours: Score
    our_best: Score
    plain: Score
    plain_best: Score
    seconds: tuple[float, float]


def main(folder: Path) -> None:
    """Print every task of FOLDER/people."""
    for task in sorted(each for each in (folder / "people").glob("*") if each.is_dir()):
        found, peak = alone(measure, task)
        ours, plain = found.seconds
        print(f"  {task.name}: {ours:.1f} s ({ours / plain:.2f} of plain Splink's), {peak:.2f} GB for both")
        print(f"    at {found.threshold:.3f}: {found.ours}; best F1 {found.our_best.f1:.4f}")
        print(f"    plain Splink at {PLAIN}: {found.plain}; best F1 {found.plain_best.f1:.4f}", flush=True)


def measure(task: Path) -> Outcome:
    """Link one task both ways. Times are without reading."""
    left, right = (read_people(_file(task, side)) for side in ("left", "right"))
    persons = [_persons(task / f"{side}-truth.csv") for side in ("left", "right")]
    there = int(np.isin(persons[0], persons[1]).sum())

    def right_ones(lefts: pa.ChunkedArray, rights: pa.ChunkedArray) -> npt.NDArray[np.bool_]:
        same: npt.NDArray[np.bool_] = persons[0][np.asarray(lefts) - 2] == persons[1][np.asarray(rights) - 2]
        return same  # row 2 is the first below the headings

    start = time.perf_counter()
    linked = link_people(left, right)
    ours = time.perf_counter() - start
    overall, links = linked.report.overall, linked.links
    same = right_ones(links["left_id"], links["right_id"])
    at_ours = Score(int(same.sum()), len(same), there, (overall.precision, overall.recall))
    our_best, _ = best(same, np.asarray(links["match_probability"]), there)
    start = time.perf_counter()
    pairs = best_of_each(left.identifiers, right.identifiers)
    plain = time.perf_counter() - start
    same, probability = right_ones(pairs["l"], pairs["r"]), np.asarray(pairs["p"])
    plain_best, _ = best(same, probability, there)
    at_plain = Score(int(same[probability >= PLAIN].sum()), int((probability >= PLAIN).sum()), there)
    return Outcome(linked.report.threshold, at_ours, our_best, at_plain, plain_best, (ours, plain))


def _file(task: Path, side: str) -> Path:
    return next(file for file in sorted(task.glob(f"{side}.*")))


def _persons(file: Path) -> npt.NDArray[Any]:
    text = pa_csv.ConvertOptions(column_types={"person": pa.string()})
    return np.asarray(pa_csv.read_csv(file, convert_options=text)["person"])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
