"""A file of people in whatever form: what its first rows say, and some of its columns below the headings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from outcomelab.errors import CohortError
from outcomelab.people.columns import HEAD_ROWS
from outcomelab.people.files import WORKBOOKS, not_a_list, read_file, refuse_no_file
from outcomelab.people.quick import quick_text
from outcomelab.people.sheet import MOST_BYTES, Score, Sheet

_PARQUET = b"PAR1"
_START = 2_000

# From the number of the row of headings and the places of columns: those columns below it, named by their
# places; or None where this way of reading does not fit the file.
Body = Callable[[int, Sequence[int]], pa.Table | None]


@dataclass(frozen=True)
class Source:
    """`head`: the cells of the first rows. `kind`: in words, what is read. `typed`: columns have types of
    their own and are not all text."""

    head: list[list[str | None]] = field(repr=False)
    body: Body = field(repr=False)
    kind: str
    typed: bool = False


def sources(file: Path, score: Score) -> Iterator[Source]:
    """The ways of reading `file`, the quickest first; the last one always fits.

    `score`: how many known headings a row of cells has. Raises CohortError, which quotes neither the file nor
    its name, when it cannot be read.
    """
    refuse_no_file(file)
    suffix = file.suffix.lower()
    with file.open("rb") as stream:
        start = stream.read(_START)
    if start.startswith(_PARQUET):
        yield _parquet(file)
        return
    if suffix in (".parquet", ".pq"):
        raise CohortError("The file is called a Parquet file and is none. Save the table again as Parquet or CSV.")
    if suffix not in WORKBOOKS:
        # What a zip or an Office document is stands further down; the careful reader looks there.
        large = file.stat().st_size > MOST_BYTES
        if large and (wrong := not_a_list(suffix, start)):
            raise CohortError(wrong)
        quick = quick_text(file, score)
        if quick is not None:
            yield Source(quick.head, quick.body, quick.kind)
        if large:
            raise CohortError(
                f"The file is larger than {MOST_BYTES // 1_000_000} MB, and not plain enough to be read quickly: "
                "its letters are not UTF-8, or rows have more or fewer cells than the headings, or cells hold "
                "line breaks. Save it as “CSV UTF-8” without those, or as Parquet."
            )
    yield _sheet(read_file(file, score))


def _sheet(sheet: Sheet) -> Source:
    def body(heading_row: int, places: Sequence[int]) -> pa.Table:
        return sheet.cells.slice(heading_row).select([str(place) for place in places])

    head = [list(row.values()) for row in sheet.cells.slice(0, HEAD_ROWS).to_pylist()]
    return Source(head, body, sheet.kind)


def _parquet(file: Path) -> Source:
    broken = "The Parquet file is damaged and cannot be read. Write it again."
    try:
        names = pq.read_schema(file).names
    except (OSError, pa.ArrowException):  # whose messages may quote what is in the file
        names = None
    if names is None:
        raise CohortError(broken)

    def body(heading_row: int, places: Sequence[int]) -> pa.Table:  # noqa: ARG001 its names are no row
        wanted = [names[place] for place in places]
        try:
            with pq.ParquetFile(file) as parquet:
                table = parquet.read(columns=list(dict.fromkeys(wanted)))
        except (OSError, pa.ArrowException):
            table = None
        if table is None or len(set(table.column_names)) < table.num_columns:
            raise CohortError(broken)
        return pa.table([table[name] for name in wanted], names=[str(place) for place in places])

    return Source([names], body, "a Parquet file", typed=True)
