"""Nearest neighbours beside R's MatchIt and Python's pymatchit-causal, in one run: CPU seconds.

Theirs end with the matches; ours goes on to balance and interval. Twenty covariates, no strata. MatchIt runs where
`Rscript` finds it; pymatchit in an interpreter of its own, which the variable OUTCOMELAB_PYMATCHIT names
(`python -m venv somewhere`, then `somewhere/bin/pip install pymatchit-causal`).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa

from benchmarks.alone import alone
from outcomelab.impact.evaluate import evaluate
from outcomelab.impact.nearest import nearest_once

HERE = Path(__file__).parent
COVARIATES = 20
LONGEST = 300  # seconds
ONE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def main() -> None:
    """Print a line a size and a program."""
    for participants, pool, ratio in ((1_000, 100_000, 1), (10_000, 1_000_000, 1), (100_000, 1_000_000, 5)):
        print(f"{participants:,} v {pool:,}, 1:{ratio} without replacement")
        (whole, matching), peak = alone(ours, participants, pool, ratio)
        print(
            f"{'':4}{'outcomelab':<24}whole {whole:6.1f} s, matching {matching:5.2f} s, {peak:.2f} GB", flush=True
        )
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "people.bin"
            columns(participants, pool).T.tofile(file)
            given = [str(file), str(participants + pool), str(COVARIATES + 1), str(ratio)]
            _beside("MatchIt", shutil.which("Rscript"), "matchit.R", given, ("score", "matching"), whole)
            python = os.environ.get("OUTCOMELAB_PYMATCHIT")
            _beside("pymatchit-causal", python, "pymatchit_side.py", given, ("score and matching",), whole)


def _beside(
    name: str, program: str | None, script: str, given: list[str], parts: tuple[str, ...], whole: float
) -> None:
    if not program:
        print(f"{'':4}{name:<24}cannot run here")
        return
    asked = [program, str(HERE / script), *given]
    try:
        done = subprocess.run(  # noqa: S603 our own script
            asked, capture_output=True, text=True, timeout=LONGEST, env=os.environ | ONE, check=False
        )
    except subprocess.TimeoutExpired:
        print(f"{'':4}{name:<24}nothing in {LONGEST} s", flush=True)
        return
    if done.returncode:
        print(f"{'':4}{name:<24}failed: {(done.stderr.strip().splitlines() or ['no word'])[-1]}", flush=True)
        return
    version, *seconds = done.stdout.split()[-1 - len(parts) :]
    said = ", ".join(f"{part} {float(took):.2f} s" for part, took in zip(parts, seconds, strict=True))
    total = sum(map(float, seconds))
    print(f"{'':4}{f'{name} {version}':<24}{said}: {total / whole:.1f} times ours", flush=True)


def ours(participants: int, pool: int, ratio: int) -> tuple[float, float]:
    """CPU seconds from the table to the interval, and of the matching alone, given the score."""
    everyone = columns(participants, pool)
    names = ["took_part", *(f"x{i}" for i in range(1, COVARIATES + 1))]
    outcome = np.random.default_rng(1).normal(size=len(everyone))
    table = pa.table({"y": outcome} | {name: everyone[:, i].copy() for i, name in enumerate(names)})
    start = time.process_time()
    asked = {"covariates": names[1:], "methods": ("nearest",), "ratio": ratio, "sensitivity": False}
    evaluate(table, treatment="took_part", outcomes=("y",), **asked)
    whole = time.process_time() - start
    took_part, score = everyone[:, 0] > 0, 1 / (1 + np.exp(-everyone[:, 1:].sum(axis=1)))
    lots = np.arange(len(score))
    start = time.process_time()
    nearest_once(score, took_part, np.zeros(len(score), dtype=np.int64), lots, lots, ratio)
    return whole, time.process_time() - start


def columns(participants: int, pool: int) -> np.ndarray:
    """n × 21: who took part, and twenty covariates on which they differ a little."""
    rng = np.random.default_rng(2026)
    took_part = np.arange(participants + pool) < participants
    x = rng.normal(size=(len(took_part), COVARIATES)) + 0.1 * took_part[:, None]
    return np.column_stack([took_part, x])


if __name__ == "__main__":
    main()
