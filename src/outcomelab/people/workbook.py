"""Excel workbooks (.xlsx), read into rows and columns of text. Formulas are never worked out."""

from __future__ import annotations

import logging
import re
import zipfile
import zlib
from pathlib import Path

import fastexcel
import pyarrow as pa

from outcomelab.errors import CohortError
from outcomelab.people.sheet import MOST_COLUMNS, MOST_ROWS, Score, Sheet

_HEAD_ROWS = 30
MOST_UNPACKED = 1_000_000_000
_MOST_CELLS = 30_000_000
_BLOCK = 1 << 20
_OVERLAP = 512
_WIDE = re.compile(rb'\br="([A-Z]{2,3})[0-9]')
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="([0-9]{1,7})"')

# What the reader underneath writes into the log could name a cell's content.
logging.getLogger("calamine").setLevel(logging.CRITICAL + 1)
logging.getLogger("fastexcel").setLevel(logging.CRITICAL + 1)

_BROKEN = (
    "The workbook is damaged and cannot be opened. Open it in Excel, save it again as .xlsx, and send the new "
    "file."
)
_ONE_OF_SEVERAL = "the first of several lists in an Excel workbook (the others are not read)"
_FAR_AWAY = (
    "The workbook has cells far away from the list, to the right or below, or more than "
    f"{MOST_ROWS:,} rows. Copy the list alone into a new workbook and save that."
)


def read_workbook(file: Path, score: Score) -> Sheet:
    """Read the first sheet with headings we know (`score` counts them in a row), else the first with
    anything in it; visible sheets before hidden ones.

    Cells come as text: dates as '1990-04-03 00:00:00', whole numbers without decimals, a formula as the
    value last worked out by Excel, and empty when there is none.

    Raises CohortError when it is no workbook, damaged, or has cells far beyond any list.
    """
    _refuse_what_would_not_fit(file)
    try:
        reader = fastexcel.read_excel(file)
        loaded = [
            reader.load_sheet(place, header_row=None, skip_rows=0, dtypes="string")
            for place in range(len(reader.sheet_names))
        ]
        tables = [_cells(sheet) for sheet in sorted(loaded, key=lambda sheet: sheet.visible != "visible")]
    except (fastexcel.FastExcelError, pa.ArrowException):
        tables = None
    if tables is None:  # raised here, so that no library's message, which may quote a cell, hangs on to it
        raise CohortError(_BROKEN)
    filled = [table for table in tables if table.num_rows and table.num_columns]
    known = [table for table in filled if _headings(table, score) > 1]
    cells = next(iter(known or filled), pa.table({}))
    if cells.num_rows > MOST_ROWS:
        raise CohortError(_FAR_AWAY)
    return Sheet(cells, "an Excel workbook" if len(known) < 2 else _ONE_OF_SEVERAL)


def _cells(sheet: fastexcel.ExcelSheet) -> pa.Table:
    batch, _ = sheet.to_arrow_with_errors()  # a cell such as #N/A is an error there, and empty for us
    return pa.table(batch.columns, names=[str(place) for place in range(batch.num_columns)])


def _headings(cells: pa.Table, score: Score) -> int:
    head = cells.slice(0, _HEAD_ROWS).to_pylist()
    return max(score(list(row.values())) for row in head)


def _refuse_what_would_not_fit(file: Path) -> None:
    """One stray cell in the last corner of a sheet would make the reader hold every cell before it."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            wrong = "" if "xl/workbook.xml" in names else "The file is not an Excel workbook (.xlsx)."
            if sum(part.file_size for part in parts) > MOST_UNPACKED:
                wrong = "The workbook is far larger than a list of people can be."
            for part in () if wrong else parts:
                if part.filename.startswith("xl/worksheets/"):
                    rows, columns = _extent(archive, part)
                    if rows * columns > _MOST_CELLS or columns > MOST_COLUMNS:
                        wrong = _FAR_AWAY
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError):
        wrong = _BROKEN
    if wrong:
        raise CohortError(wrong)


def _extent(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> tuple[int, int]:
    """The last row and the last column of a sheet, without unpacking it whole."""
    columns, rows, before = 26, 1, b""
    with archive.open(part) as stream:
        while block := stream.read(_BLOCK):
            text = before + block
            columns = max([columns, *(_number(found) for found in set(_WIDE.findall(text)))])
            rows = max([rows, *(int(found) for found in _ROW.findall(text))])
            before = text[-_OVERLAP:]
    return rows, columns


def _number(letters: bytes) -> int:
    number = 0
    for each in letters:
        number = number * 26 + each - ord("A") + 1
    return number
