"""Write a cleared table: its cells as CSV, and the evidence for whoever checks it."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from pathlib import Path

from outcomelab.handovers.cleared import Cleared, require_cleared
from outcomelab.handovers.tables import TableFigures
from outcomelab.reports.data import safe_cell
from outcomelab.reports.files import write_files


def write_cleared_table(output: Cleared[TableFigures], folder: Path) -> None:
    """Write `cleared.csv` (a row a cell, margins included, withheld figures empty and flagged) and
    `evidence.json` (the rules; how it was made safe; every withheld cell, why, and what a reader can work out of
    it) into `folder`. The evidence is for the checker and stays when the table leaves.

    Raises TypeError for a table that is not cleared, ReportError when the folder cannot be written to.
    """
    require_cleared(output)
    figures = output.figures
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([safe_cell(name) for name in figures.cells.column_names])
    writer.writerows([safe_cell(value) for value in row.values()] for row in figures.cells.to_pylist())
    evidence = json.dumps(_evidence(figures), indent=2, ensure_ascii=False)
    write_files({"cleared.csv": text.getvalue().encode(), "evidence.json": evidence.encode()}, folder)


def _evidence(figures: TableFigures) -> dict[str, object]:
    made = figures.evidence
    return {
        "for": "the checker; not for release with the table",
        "by": figures.by,
        "measure": figures.measure,
        "rules": dict(made.rules),
        "threshold": figures.threshold,
        "base": figures.base,
        "cells": figures.cells.num_rows,
        "withheld_as_too_small": figures.primary,
        "withheld_to_protect_others": figures.secondary,
        "lost": {"cells_percent": made.cells_lost, "value_percent": made.value_lost},
        "merged_or_left_out": asdict(made.merged),
        "offered": made.offered and asdict(made.offered),
        "solver": made.solver,
        "audit": {"verdict": "safe", "unsafe_cells": 0, "linear_programs": made.programs},
        "bounds": "exact" if made.exact_bounds else "from sums alone: a reader with a solver might narrow them",
        "withheld": made.withheld.to_pylist(),
    }
