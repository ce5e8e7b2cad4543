"""Write a release: the page, the PDF, the figures, the open data. Whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from outcomelab.handovers.cleared import Cleared, require_cleared
from outcomelab.handovers.figures import Figures
from outcomelab.handovers.progress import Progress, silent
from outcomelab.reports.data import open_data
from outcomelab.reports.document import document
from outcomelab.reports.files import write_files
from outcomelab.reports.html import page
from outcomelab.reports.language import LANGUAGES, Language, require_known
from outcomelab.reports.pdf import pdf

_STAGE = "report"


@dataclass(frozen=True)
class Written:
    """Where the report is: `html`, `pdf` and `results` are files, `data` the open-data folder."""

    html: Path
    pdf: Path
    results: Path
    data: Path


def report(
    output: Cleared[Figures],
    folder: Path,
    progress: Progress = silent,
    languages: Sequence[Language] = ("en",),
) -> Written:
    """Write the report of a cleared output into `folder`, which is made if need be.

    `report.html` and `report.pdf` are in the first of the `languages`; in each further one there is another pair,
    such as `report.fr-CA.html`. They, `results.json` and `data/` of an earlier report are replaced together, and
    its pairs in languages that this one is not in are taken away: they would tell of other figures. Other files
    are left alone. The same figures give the same bytes. Raises TypeError for figures that are not cleared,
    ReportError for a language there is no report in, and when the folder cannot be written to; then nothing in it
    has changed.
    """
    require_cleared(output)
    figures = output.figures
    files: dict[str, bytes] = {}
    for language in require_known(languages):
        progress(_STAGE, "drawing and setting the report")
        shown, (html, printed) = document(figures, language), _pair(f"report.{language}" if files else "report")
        files |= {html: page(shown).encode(), printed: pdf(shown)}
    files["results.json"] = (figures.model_dump_json(indent=2) + "\n").encode()
    files |= {f"data/{name}": content for name, content in open_data(figures).items()}
    progress(_STAGE, f"writing {len(files)} files")
    earlier = (name for language in LANGUAGES for name in _pair(f"report.{language}"))
    write_files(files, folder, gone=[name for name in earlier if name not in files])
    return Written(folder / "report.html", folder / "report.pdf", folder / "results.json", folder / "data")


def _pair(name: str) -> tuple[str, str]:
    return f"{name}.html", f"{name}.pdf"
