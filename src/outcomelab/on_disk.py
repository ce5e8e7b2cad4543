"""Files that are whole whoever was killed, still there after the power failed, and their owner's alone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO


def sync(folder: Path) -> None:
    """Bring the names of a folder's new files to disk as well. Raises OSError when that cannot be done."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_new(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read: whole or not at all, even if killed; never over another.

    Raises FileExistsError when there is one of that name already, OSError when it cannot be written.
    """
    part = path.with_name(f".{path.name}.part")
    if path.exists():
        raise FileExistsError(path)
    try:
        with private(part) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(part, path)  # which, unlike renaming, takes nobody's place
        sync(path.parent)
    finally:
        part.unlink(missing_ok=True)


def private(path: Path) -> BinaryIO:
    """An empty file, open for writing, that nobody but its owner can open, whatever its folder allows; one that is
    there already is emptied and closed to others. Raises OSError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.fchmod(descriptor, 0o600)
    return os.fdopen(descriptor, "wb")
