"""A file that is nowhere but in memory, for what reads files by their path. Its content ends with the process,
however that ends; killed, it leaves a folder with a link to nothing among the temporary files."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def in_memory(content: bytes, ending: str) -> Iterator[Path]:
    """While this lasts, the path of a file with that content and ending, for this process alone."""
    descriptor = os.memfd_create("list", os.MFD_CLOEXEC)
    try:
        with os.fdopen(os.dup(descriptor), "wb") as stream:
            stream.write(content)
        with tempfile.TemporaryDirectory(prefix="outcomelab-") as folder:
            path = Path(folder) / f"list{ending}"
            path.symlink_to(f"/proc/{os.getpid()}/fd/{descriptor}")
            yield path
    finally:
        os.close(descriptor)
