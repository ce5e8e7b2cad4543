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
    cleared figures alone: no cell of the open data is read as a formula."""

    reference: str
    title: str
    headline: str
    sha256: str
    at: dt.datetime
    published: dt.datetime | None
    folder: Path

    @property
    def html(self) -> Path:
        """The report as one page, to be read with no script and no style but its own."""
        return self.folder / "report.html"

    @property
    def pdf(self) -> Path:
        """The report to print."""
        return self.folder / "report.pdf"

    @property
    def results(self) -> Path:
        """Its figures in JSON."""
        return self.folder / "results.json"

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
        row.sha256,
        row.at,
        row.published,
        places().data / row.place,
    )
