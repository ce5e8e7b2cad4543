"""A list of people as read: nothing but text in rows and columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

MOST_BYTES = 50_000_000
MOST_ROWS = 1_000_000
MOST_COLUMNS = 500
LONGEST_LINE = 1_000_000

# How many headings that are known a row of cells has.
Score = Callable[[Sequence[str | None]], int]


@dataclass(frozen=True)
class Sheet:
    """`cells`: string columns named by their place ('0', '1', ...), empty cells null or ''; its first row
    is row 1 of the file as a spreadsheet numbers it. `kind` says in words what was read. `separator` is
    the delimiter of a text file, '' for a workbook."""

    cells: pa.Table = field(repr=False)
    kind: str
    separator: str = ""


def letter(place: int) -> str:
    """A column's letter in a spreadsheet: 0 is A, 26 is AA."""
    place, rest = divmod(place, 26)
    return (letter(place - 1) if place else "") + chr(ord("A") + rest)
