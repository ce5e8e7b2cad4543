"""Write a release: the page, the PDF, the figures, the open data. Whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from outcomelab.handovers.cleared import Cleared, require_cleared
from outcomelab.handovers.figures import Figures
from outcomelab.handovers.progress import Progress, silent
from outcomelab.reports.data import open_data
from outcomelab.reports.document import document
from outcomelab.reports.files import write_files
from outcomelab.reports.html import page
from outcomelab.reports.pdf import pdf

_STAGE = "report"


@dataclass(frozen=True)
class Written:
    """Where the report is: `html`, `pdf` and `results` are files, `data` the open-data folder."""

    html: Path
    pdf: Path
    results: Path
    data: Path


def report(output: Cleared[Figures], folder: Path, progress: Progress = silent) -> Written:
    """Write the report of a cleared output into `folder`, which is made if need be.

    `report.html`, `report.pdf`, `results.json` and `data/` of an earlier report are replaced together;
    other files are left alone. The same figures give the same bytes. Raises TypeError for figures that
    are not cleared, ReportError when the folder cannot be written to; then nothing in it has changed.
    """
    require_cleared(output)
    figures = output.figures
    progress(_STAGE, "drawing and setting the report")
    shown = document(figures)
    files = {
        "report.html": page(shown).encode(),
        "report.pdf": pdf(shown),
        "results.json": (figures.model_dump_json(indent=2) + "\n").encode(),
    } | {f"data/{name}": content for name, content in open_data(figures).items()}
    progress(_STAGE, f"writing {len(files)} files")
    write_files(files, folder)
    return Written(folder / "report.html", folder / "report.pdf", folder / "results.json", folder / "data")
