"""A restore is made beside the folders it is for, and has their names when all of it holds; or nothing is left."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from outcomelab.errors import BackupError
from outcomelab.on_disk import sync


@dataclass(frozen=True)
class Folders:
    """Where data and keys are, each closed to others."""

    data: Path
    keys: Path


@contextmanager
def staged(data: Path, keys: Path) -> Iterator[Folders]:
    """Two folders to fill, in which nobody looks yet; they take the places of `data` and `keys` when this ends
    without an error, and are removed with all that is in them when it does not. What a killed restore left is
    removed first. Raises BackupError when one of the places is taken, or cannot be written."""
    for place in (data, keys):
        if place.exists() and not (place.is_dir() and not any(place.iterdir())):
            raise BackupError(
                f"There is something in {place} already: a backup is restored into an empty folder only."
            )
    beside = Folders(_beside(data), _beside(keys))
    try:
        _remove(beside)
        for folder in (beside.data, beside.keys):
            folder.mkdir(mode=0o700, parents=True)
        yield beside
        os.sync()
        for folder, place in ((beside.data, data), (beside.keys, keys)):
            folder.replace(place)  # which takes the place of an empty folder, and of no other
            sync(place.parent)
    except OSError as fault:
        raise BackupError(
            f"Nothing was restored into {data} ({fault.strerror}): check who may write there, and that the disk "
            "has room."
        ) from None
    finally:
        _remove(beside)


def _beside(place: Path) -> Path:
    whole = place.resolve()
    return whole.with_name(f".{whole.name}.restoring")


def _remove(folders: Folders) -> None:
    for folder in (folders.data, folders.keys):
        if folder.exists():
            shutil.rmtree(folder)
