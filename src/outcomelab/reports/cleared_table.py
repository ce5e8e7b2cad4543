"""Write a cleared frequency table: its cells as CSV, and the evidence for whoever checks it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from outcomelab.handovers.cleared import Cleared, require_cleared
from outcomelab.handovers.tables import TableFigures
from outcomelab.reports.data import safe_cell
from outcomelab.reports.files import write_files


def write_cleared_table(output: Cleared[TableFigures], folder: Path) -> None:
    """Write `cleared.csv` (a row a cell, margins included, withheld counts empty and flagged) and
    `evidence.json` (the rules, and how many cells were withheld and why) into `folder`.

    Raises TypeError for a table that is not cleared, ReportError when the folder cannot be written to.
    """
    require_cleared(output)
    figures = output.figures
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(figures.cells.column_names)
    writer.writerows([safe_cell(value) for value in row.values()] for row in figures.cells.to_pylist())
    evidence = {
        "by": figures.by,
        "threshold": figures.threshold,
        "base": figures.base,
        "cells": figures.cells.num_rows,
        "withheld_as_too_small": figures.primary,
        "withheld_to_protect_others": figures.secondary,
    }
    files = {"cleared.csv": text.getvalue().encode(), "evidence.json": json.dumps(evidence, indent=2).encode()}
    write_files(files, folder)
