"""Files written whole or not at all: those that leave, and raw ones for their owner alone."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from outcomelab.errors import ReportError
from outcomelab.on_disk import alone_in, clear_staged, private, staged


def write_files(files: dict[str, bytes], folder: Path, *, gone: Iterable[str] = (), closed: bool = False) -> None:
    """Write `files`, by name below `folder`, which is made if need be; those of the same names are replaced
    together, those named in `gone` taken away with them, and others left alone. Of several who write there at once
    each waits for the one before. `closed`: only their owner may open them.

    Raises ReportError when the folder cannot be written to; then nothing in it has changed.
    """
    try:
        with _staged(files, folder, closed=closed) as stage:
            if not folder.is_dir() and _became(folder, stage / "new"):
                return
            with alone_in(folder):  # or files of two reports that are written at once would be mixed
                _replace(list(files), gone, stage, folder)
    except OSError as refused:
        raise ReportError(f"The report cannot be written to {folder}: {_why(refused)}.") from None


@contextmanager
def _staged(files: dict[str, bytes], folder: Path, *, closed: bool) -> Iterator[Path]:
    """A hidden folder on the same disk with the files in its `new`; gone afterwards, whatever happens. Those that
    somebody killed has left, beside `folder` or in it, are removed."""
    place = folder if folder.is_dir() else folder.parent
    place.mkdir(parents=True, exist_ok=True)
    clear_staged(folder.parent, folder.name)
    with staged(place, folder.name) as stage:
        for name, content in files.items():
            path = stage / "new" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with private(path) if closed else path.open("wb") as file:
                file.write(content)
        yield stage


def _became(folder: Path, new: Path) -> bool:
    """Whether `new` became `folder`; not where somebody else has made one meanwhile. Raises OSError."""
    try:
        new.rename(folder)
    except OSError:
        if not folder.is_dir():
            raise
        return False
    return True


def _replace(names: list[str], gone: Iterable[str], stage: Path, folder: Path) -> None:
    """Move the staged files into `folder`, and those that are `gone` out of it; when that is refused or
    interrupted, put back what was there."""
    made = [place for place in {(folder / name).parent for name in names} if not place.is_dir()]
    moved: list[str] = []
    kept: list[str] = []
    try:
        for place in made:
            place.mkdir()
        for name in (*names, *gone):
            target, old = folder / name, stage / "old" / name
            if target.is_dir():
                raise IsADirectoryError(errno.EISDIR, "", name)
            old.parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileNotFoundError):  # there is none, or no more
                target.replace(old)
                kept.append(name)
            if name in names:
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
