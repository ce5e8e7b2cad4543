"""`make bench`: every question. Those about linkage need a folder of data (see `benchmarks.tasks`), told as

    make bench DATA=FOLDER        or in the variable OUTCOMELAB_BENCHMARK_DATA

Without it they are named and left out.
"""

import os
import sys
from pathlib import Path

from benchmarks import (
    attacks,
    coverage,
    encoding,
    gate,
    growth,
    impact_speed,
    killed,
    linkage,
    load,
    matchers,
    others,
    published,
    rules,
    scale,
    selftest,
    spark,
    spark_deriving,
    sparse,
    stages,
    suppression,
    truth,
    within_study,
)


def main(folder: Path | None) -> None:
    """Print the answers, one question after the other."""
    for question in (
        stages,
        growth,
        killed,
        impact_speed,
        matchers,
        within_study,
        coverage,
        encoding,
        gate,
        selftest,
        rules,
        suppression,
        sparse,
        truth,
        load,
        spark_deriving,
    ):
        print(f"\n{_heading(question)}", flush=True)
        question.main()
    for question in (linkage, others, published, scale, spark, attacks):
        if folder is None:
            print(f"\nLeft out, for want of a folder of data: {_heading(question)}")
        else:
            print(f"\n{_heading(question)}", flush=True)
            question.main(folder)


def _heading(question: object) -> str:
    return str(question.__doc__).partition("\n")[0]


if __name__ == "__main__":
    told = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("OUTCOMELAB_BENCHMARK_DATA")
    if told and not (Path(told) / "registry_1m.parquet").exists():
        sys.exit(f"There is no registry_1m.parquet in {told}: benchmarks/tasks.py says what the folder holds.")
    main(Path(told) if told else None)
