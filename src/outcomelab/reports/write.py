"""Write a release: the page, the PDF, the figures, the open data. Whole or not at all."""

from __future__ import annotations

import errno
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from outcomelab.errors import ReportError
from outcomelab.handovers.cleared import Cleared, require_cleared
from outcomelab.handovers.figures import Figures
from outcomelab.handovers.progress import Progress, silent
from outcomelab.reports.data import open_data
from outcomelab.reports.document import document
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
    _write(files, folder)
    return Written(folder / "report.html", folder / "report.pdf", folder / "results.json", folder / "data")


def _write(files: dict[str, bytes], folder: Path) -> None:
    try:
        with _staged(files, folder) as stage:
            if folder.is_dir():
                _replace(list(files), stage, folder)
            else:
                (stage / "new").rename(folder)
    except OSError as refused:
        raise ReportError(f"The report cannot be written to {folder}: {_why(refused)}.") from None


@contextmanager
def _staged(files: dict[str, bytes], folder: Path) -> Iterator[Path]:
    """A hidden folder on the same disk with the files in its `new`; gone afterwards, whatever happens."""
    place = folder if folder.is_dir() else folder.parent
    place.mkdir(parents=True, exist_ok=True)
    stage = place / f".outcomelab-{secrets.token_hex(6)}"
    stage.mkdir()
    try:
        for name, content in files.items():
            path = stage / "new" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _replace(names: list[str], stage: Path, folder: Path) -> None:
    """Move the staged files into `folder`; when that is refused or interrupted, put back what was there."""
    made = [place for place in {(folder / name).parent for name in names} if not place.is_dir()]
    moved: list[str] = []
    kept: list[str] = []
    try:
        for place in made:
            place.mkdir()
        for name in names:
            target, old = folder / name, stage / "old" / name
            if target.is_dir():
                raise IsADirectoryError(errno.EISDIR, "", name)
            old.parent.mkdir(parents=True, exist_ok=True)
            if target.exists() or target.is_symlink():
                target.replace(old)
                kept.append(name)
            (stage / "new" / name).replace(target)
            moved.append(name)
    except BaseException:
        for name in moved:
            (folder / name).unlink(missing_ok=True)
        for name in kept:
            (stage / "old" / name).replace(folder / name)
        for place in made:
            if place.is_dir():
                place.rmdir()
        raise


def _why(refused: OSError) -> str:
    in_the_way = "a file is in the way of a folder, or a folder in the way of a file; move it or choose another"
    reasons = {
        errno.EACCES: "this user may not write there; choose a folder of your own",
        errno.EPERM: "this user may not write there; choose a folder of your own",
        errno.EROFS: "that disk is read-only; choose another",
        errno.ENOSPC: "the disk is full; make room and try again",
        errno.EDQUOT: "the disk quota is used up; make room and try again",
        errno.ENOENT: "there is no such place; choose a folder that can be made",
        errno.ENAMETOOLONG: "the name is too long; choose a shorter one",
        errno.EEXIST: in_the_way,
        errno.ENOTDIR: in_the_way,
        errno.EISDIR: in_the_way,
        errno.ENOTEMPTY: in_the_way,
    }
    return reasons.get(refused.errno or 0, "the operating system refused")
