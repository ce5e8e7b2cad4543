"""A user who may not read everything, in the place of the superuser whom tests often run as."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NOBODY = 65534


@contextmanager
def nobody(folder: Path) -> Iterator[None]:
    """Be a user who may not read every file, as the superuser may; `folder` is theirs."""
    before = os.geteuid()
    if before:
        yield
        return
    os.chown(folder, _NOBODY, -1)
    os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(before)
