"""The report of a study: where its files are, for whoever may read them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from outcomelab.service.queries.opened import opened
from outcomelab.service.store.models import ReleaseRow
from outcomelab.service.vault.places import places

_DAY = (2026, 1, 1, 0, 0, 0)  # of every file in an archive, so that the same data are the same bytes


@dataclass(frozen=True)
class Report:
    """A released report: its files, and when it was published if it is. They are what the lab's writers wrote, of
    cleared figures alone: no cell of the open data is read as a formula. `headlines` are in other languages than
    English, by their codes; so are pages and PDFs, where the lab wrote them."""

    reference: str
    title: str
    headline: str
    headlines: dict[str, str]
    sha256: str
    at: dt.datetime
    published: dt.datetime | None
    folder: Path

    def html(self, language: str = "en") -> Path:
        """The report as one page, to be read with no script and no style but its own."""
        return self._written(language, "html")

    def pdf(self, language: str = "en") -> Path:
        """The report to print."""
        return self._written(language, "pdf")

    @property
    def results(self) -> Path:
        """Its figures in JSON."""
        return self.folder / "results.json"

    def _written(self, language: str, ending: str) -> Path:
        """In English where it was not written in the language."""
        file = self.folder / f"report.{language}.{ending}"
        return file if file.is_file() else self.folder / f"report.{ending}"

    def open_data(self) -> bytes:
        """Its figures as tables, in a ZIP archive. Raises OSError when they are not there."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted((self.folder / "data").iterdir()):
                archive.writestr(zipfile.ZipInfo(file.name, _DAY), file.read_bytes(), zipfile.ZIP_DEFLATED)
        return out.getvalue()


def report(account: int | None, reference: str) -> Report | None:
    """The last report of a study that its reader may read: what was released, for whoever has a part in the study;
    what was published, for everybody, whether they have an account or not. None where there is none for them."""
    releases = ReleaseRow.objects.filter(study__reference=reference)
    if account is None or opened(account, reference) is None:
        releases = releases.filter(published__isnull=False)
    row = releases.select_related("study").order_by("pk").last()
    if row is None:
        return None
    return Report(
        reference,
        row.study.title,
        row.headline,
        row.headlines,
        row.sha256,
        row.at,
        row.published,
        places().data / row.place,
    )
