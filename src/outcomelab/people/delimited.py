"""Text files of any usual delimiter, read into rows and columns of text."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice, zip_longest

import pyarrow as pa
import pyarrow.compute as pc

from outcomelab.errors import CohortError
from outcomelab.people.encoding import decode
from outcomelab.people.sheet import LONGEST_LINE, MOST_COLUMNS, MOST_ROWS, Score, Sheet

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
HEAD_ROWS = 30
_HEAD_LETTERS = 200_000
_BATCH = 50_000
SEPARATOR_LINE = re.compile(r"sep=([,;\t|])(?:\r\n|\r|\n)", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")


def read_delimited(data: bytes, score: Score) -> Sheet:
    """Read `data`; `score` (how many known headings a row has) helps to tell the delimiter.

    Raises CohortError when it is not text, or a line, a cell or the number of rows is beyond all sense.
    """
    if max(map(len, re.split(rb"[\r\n]+", data))) > LONGEST_LINE:
        raise CohortError(
            "The file has a line of more than a million characters, so it is no list with one person a line. "
            "Save the list again as CSV or as an Excel workbook (.xlsx)."
        )
    decoded = decode(data)
    if decoded is None:
        raise CohortError(
            "The file's characters cannot be read: it is not text, or in an unusual encoding. Save the list "
            "again as “CSV UTF-8” or as an Excel workbook (.xlsx)."
        )
    text, encoding = decoded
    if CONTROL.search(text):
        raise CohortError(
            "The file holds characters that no text has (such as NUL), so it is damaged or not a text file. "
            "Save the list again as “CSV UTF-8” or as an Excel workbook (.xlsx)."
        )
    told = SEPARATOR_LINE.match(text)
    if told:  # Excel writes this line for itself and does not count it as a row
        text = text[told.end() :]
    delimiter = told[1] if told else delimiter_of(text, score)
    cells = _cells(text, delimiter)
    _refuse_swallowed_rows(cells, delimiter)
    kind = f"a text file with columns separated by {DELIMITERS[delimiter]}, in {encoding}"
    return Sheet(cells, kind, delimiter)


def delimiter_of(text: str, score: Score) -> str:
    """The delimiter that gives most known headings, then the most rows of one width, then most columns."""

    def merit(delimiter: str) -> tuple[int, int, int]:
        try:
            rows = list(islice(reader_of(text[:_HEAD_LETTERS], delimiter), HEAD_ROWS))
        except csv.Error:
            return (0, 0, 0)
        widths = Counter(len(row) for row in rows if len(row) > 1)
        width, alike = widths.most_common(1)[0] if widths else (1, 0)
        return (max((score(row) for row in rows), default=0), alike, width)

    return max(DELIMITERS, key=merit)


def reader_of(text: str, delimiter: str) -> Iterator[list[str]]:
    """The records of a text, by Python's own reader."""
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)


def _cells(text: str, delimiter: str) -> pa.Table:
    """All records, short ones filled up. Python's reader, for it alone takes records of uneven length with
    line breaks in them and keeps count of empty ones; it works in C, a batch at a time."""
    reader = reader_of(text, delimiter)
    batches: list[pa.Table] = []
    rows = 0
    while True:
        try:
            batch = list(islice(reader, _BATCH))
        except csv.Error:
            batch = None
        if batch is None:
            raise CohortError(
                'The file has a cell far longer than any cell of a list. Probably a quotation mark (") is opened '
                "somewhere and never closed: close or delete it."
            )
        if not batch:
            break
        rows += len(batch)
        if rows > MOST_ROWS:
            raise CohortError(f"The file has more than {MOST_ROWS:,} rows, the most that a list may have.")
        columns = list(zip_longest(*batch, fillvalue=""))
        if len(columns) > MOST_COLUMNS:
            raise CohortError(f"The file has more than {MOST_COLUMNS} columns, the most that a list may have.")
        # A batch of empty lines has no columns, but its rows count.
        arrays = [pa.array(column, pa.string()) for column in columns] or [pa.nulls(len(batch), pa.string())]
        batches.append(pa.table(arrays, names=[str(place) for place in range(len(arrays))]))
    return pa.concat_tables(batches, promote_options="default") if batches else pa.table({})


def _refuse_swallowed_rows(cells: pa.Table, delimiter: str) -> None:
    """A cell with a whole row in it comes of a quotation mark that is opened and never closed."""
    others = cells.num_columns - 1
    if not 2 <= others <= 200:
        return
    whole_row = rf"[\r\n][^\r\n]*(?:{re.escape(delimiter)}[^\r\n]*){{{others}}}"
    for column in cells.columns:
        swallowed = pc.match_substring_regex(column, whole_row)
        row = pc.index(swallowed, True).as_py()
        if row >= 0:
            raise CohortError(
                f'In row {row + 1} of the file a quotation mark (") is opened and not closed, so the rows after '
                "it are read as one cell. Close or delete it."
            )
