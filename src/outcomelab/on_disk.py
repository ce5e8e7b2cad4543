"""What has to be done so that a file is still there after the power failed."""

from __future__ import annotations

import os
from pathlib import Path


def sync(folder: Path) -> None:
    """Bring the names of a folder's new files to disk as well. Raises OSError when that cannot be done."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
