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
from outcomelab.service.configuration.choices import Choices
from outcomelab.service.configuration.database import database


@dataclass(frozen=True)
class Folders:
    """Where data and keys are, each closed to others."""

    data: Path
    keys: Path


def refuse_database_among(choices: Choices) -> None:
    """Raise BackupError where a file for the database is named that lies in a folder to be restored, whose place
    it would take. One that is not named is made there with the rest."""
    url = choices.secret("database_url")
    if url is None or not url.startswith("sqlite:"):
        return
    file = Path(database(url, choices.data)["NAME"]).resolve()
    if any(file.is_relative_to(place.resolve()) for place in (choices.data, choices.keys_folder)):
        raise BackupError(
            f"The database {file} would lie in a folder that is restored: restore without "
            "OUTCOMELAB_DATABASE_URL, or name a file elsewhere with it."
        )


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
