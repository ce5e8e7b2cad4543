"""Encoded lists, told from lists of people: what is encoded already names nobody."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from outcomelab.errors import CohortError
from outcomelab.handovers.encoded import ENCODED, METADATA

_START = b'#{"format"'
# What a spreadsheet puts before it and makes of it when it saves the file again.
_MARK, _QUOTED, _LONGEST = b"\xef\xbb\xbf", b'"', 64


def is_encoded(path: Path) -> bool:
    """Whether a file says of itself that it is an encoded list, of whatever version. No file is none."""
    with suppress(OSError, ValueError, pa.ArrowException):  # ValueError: a NUL in the path
        with path.open("rb") as file:
            start = file.read(_LONGEST)
        if start.removeprefix(_MARK).removeprefix(_QUOTED).replace(_QUOTED * 2, _QUOTED).startswith(_START):
            return True
        return start[:4] == b"PAR1" and METADATA in (pq.read_schema(path).metadata or {})
    return False


def refuse_encoded(path: Path, head: Sequence[Sequence[str | None]] = ()) -> None:
    """Raise CohortError when the file is an encoded list: by what it says of itself, or, where another program
    left that out, by the headings among its first rows (`head`)."""
    if is_encoded(path) or any(set(ENCODED.names) <= set(row) for row in head):
        raise CohortError(
            "It is encoded already: it holds numbers and nobody's names. Name the list that it was made from; two "
            "encoded files are linked by outcomelab link."
        )
