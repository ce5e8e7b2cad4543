"""Write a perturbed table, and what its readers must know of it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from outcomelab.handovers.cleared import Cleared, require_cleared
from outcomelab.handovers.keyed import PerturbedFigures
from outcomelab.reports.data import safe_cell
from outcomelab.reports.files import write_files


def about(figures: PerturbedFigures) -> str:
    """What readers must know, in sentences."""
    return (
        f"Every count in this table has noise of its own, at most {figures.most} persons either way (standard "
        f"deviation {figures.variance**0.5:.1f}), totals too: parts do not add up to their totals, and none is "
        "wrong. Use the total that is given, not a sum of parts. The same group of people has the same figure in "
        f"every table made with the same key. Counts from 1 to {figures.threshold - 1} are left empty; 0 means "
        "nobody or very few.\n"
    )


def write_perturbed_table(output: Cleared[PerturbedFigures], folder: Path) -> None:
    """Write `cleared.csv` (a row a cell, margins included) and `about.txt` into `folder`.

    Raises TypeError for a table that is not cleared, ReportError when the folder cannot be written to.
    """
    require_cleared(output)
    figures = output.figures
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([safe_cell(name) for name in figures.cells.column_names])
    writer.writerows([safe_cell(value) for value in row.values()] for row in figures.cells.to_pylist())
    write_files({"cleared.csv": text.getvalue().encode(), "about.txt": about(figures).encode()}, folder)
