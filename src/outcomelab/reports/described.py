"""Write a cleared description of one column."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from outcomelab.handovers.cleared import Cleared, require_cleared
from outcomelab.handovers.statistics_figures import MeanFigures, PositionFigures
from outcomelab.reports.data import safe_cell
from outcomelab.reports.files import write_files


def write_described(mean: Cleared[MeanFigures], percentiles: Cleared[PositionFigures], folder: Path) -> None:
    """Write `cleared.csv` into `folder`: a row a statistic, its value empty where it is withheld, and why.

    Raises TypeError for what is not cleared, ReportError when the folder cannot be written to.
    """
    require_cleared(mean)
    require_cleared(percentiles)
    about = mean.figures
    rows: list[tuple[str, float | None, str]] = [
        ("persons", about.persons, "" if about.persons else "too few"),
        ("mean", about.mean, about.withheld),
        ("sum", about.total, about.withheld),
        *((f"percentile {one.percent}", one.value, one.withheld) for one in percentiles.figures.percentiles),
    ]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("column", "statistic", "value", "withheld"))
    writer.writerows([safe_cell(about.column), name, safe_cell(value), why] for name, value, why in rows)
    write_files({"cleared.csv": text.getvalue().encode()}, folder)
