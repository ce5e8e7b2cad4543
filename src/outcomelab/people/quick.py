"""Large text files of plain form, read by columns: UTF-8, one line a person, every row as wide as the headings.

Whatever is not so plain (another encoding, line breaks within cells, rows of uneven length) is noticed and
left to the careful reader of lists.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv

from outcomelab.people.columns import HEAD_ROWS
from outcomelab.people.delimited import CONTROL, DELIMITERS, SEPARATOR_LINE, delimiter_of, reader_of
from outcomelab.people.sheet import MOST_COLUMNS, Score

_HEAD_BYTES = 200_000
_BLOCK = 1 << 24


@dataclass(frozen=True)
class QuickText:
    """`head`: the cells of the first rows; `kind`: in words, what is read."""

    file: Path = field(repr=False)
    head: list[list[str | None]] = field(repr=False)
    delimiter: str
    kind: str

    def body(self, heading_row: int, places: Sequence[int]) -> pa.Table | None:
        """The columns at `places` below the headings as text; None when the file is not as plain as that."""
        width = len(self.head[heading_row - 1])
        names = [str(place) for place in range(width)]
        wanted = [str(place) for place in dict.fromkeys(places)]
        try:
            table = pa_csv.read_csv(
                self.file,
                pa_csv.ReadOptions(skip_rows=heading_row, column_names=names, block_size=_BLOCK),
                pa_csv.ParseOptions(delimiter=self.delimiter),
                pa_csv.ConvertOptions(
                    include_columns=wanted,
                    column_types=dict.fromkeys(wanted, pa.string()),
                    null_values=[],
                    quoted_strings_can_be_null=False,
                ),
            )
        except (OSError, pa.ArrowException, UnicodeDecodeError):
            return None
        # A line break within a cell, or a quotation mark never closed, makes fewer rows than lines.
        if table.num_rows + heading_row != _lines(self.file):
            return None
        return table.select([str(place) for place in places])


def quick_text(file: Path, score: Score) -> QuickText | None:
    """The file's first rows, if they are plain; `score` helps to tell the delimiter."""
    with file.open("rb") as stream:
        data = stream.read(_HEAD_BYTES)
    try:
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(data, final=False)
    except UnicodeDecodeError:
        return None
    if CONTROL.search(text) or SEPARATOR_LINE.match(text) or not text.strip():
        return None
    delimiter = delimiter_of(text, score)
    try:
        head = list(islice(reader_of(text, delimiter), HEAD_ROWS))
    except csv.Error:
        return None
    if any("\n" in cell or "\r" in cell for row in head for cell in row) or max(map(len, head)) > MOST_COLUMNS:
        return None
    if len(data) == _HEAD_BYTES:
        head = head[:-1]  # it may be cut off
    kind = f"a text file with columns separated by {DELIMITERS[delimiter]}"
    return QuickText(file, [list(row) for row in head], delimiter, kind) if head else None


def _lines(file: Path) -> int:
    """How many lines the file has, up to the last that says anything."""
    ends, last = 0, 0
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            told = len(block.rstrip(b"\r\n"))
            if told:
                last = ends + block.count(b"\n", 0, told) + 1
            ends += block.count(b"\n")
    return last
