"""A data file as found: CSV or Parquet, and which of its columns is which of the dictionary's."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from outcomelab.holdings.encoding import encoding_of
from outcomelab.holdings.entries import Mistakes, note
from outcomelab.holdings.names import did_you_mean
from outcomelab.holdings.sources import Source

_DELIMITERS = (",", ";", "\t", "|")
_HEADINGS_WITHIN = 1 << 20
# What the text of a number, a date, or true and false may be.
_VALUE = re.compile(r".*\d.*|true|false|[+-]?inf", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class DataFile:
    """`columns`: the dictionary's names in the order of the file. `formats`: the date patterns in use.
    `typed`: the columns that hold values of the dictionary's types, which need not be read from texts.

    A Parquet file has no `encoding` and no `delimiter`, and its own dates need no pattern.
    """

    source: Source
    columns: tuple[str, ...]
    formats: Mapping[str, str]
    typed: frozenset[str] = frozenset()
    encoding: str = ""
    delimiter: str = ""


def find(source: Source, mistakes: Mistakes) -> DataFile | None:
    """Look at the file of a table; None, with mistakes noted, when it is not what the dictionary says."""
    where = f"table {source.table.name}, {source.path.name}"
    try:
        with source.path.open("rb") as file:
            start = file.read(4)
        if not start:
            note(mistakes, where, "the file is empty", "Extract the table again, with its column names.")
            return None
        return _parquet(source, where, mistakes) if start == b"PAR1" else _csv(source, where, mistakes)
    except FileNotFoundError:
        mend = 'Correct "path" in the dictionary; it starts at the dictionary\'s own folder.'
        note(mistakes, where, "there is no such file", mend)
    except (OSError, pa.ArrowException):
        note(mistakes, where, "the file cannot be read", "Check that it is whole, and who may read it.")
    return None


def is_dated(type_: pa.DataType) -> bool:
    """Whether a Parquet column holds days of its own, whatever date pattern the dictionary says."""
    return bool(pa.types.is_date(type_) or pa.types.is_timestamp(type_))


def _parquet(source: Source, where: str, mistakes: Mistakes) -> DataFile | None:
    schema = pq.read_schema(source.path)
    columns = _matched(source, tuple(schema.names), where, mistakes)
    for name, type_ in zip(schema.names, schema.types, strict=True):
        if pa.types.is_nested(type_) or pa.types.is_time(type_) or pa.types.is_duration(type_):
            mend = "Write one plain value a row: a text, a number, a date, or true and false."
            note(mistakes, f"{where}, column {name}", f"the type {type_} cannot be read", mend)
            return None
    dated = {name for name, type_ in zip(columns, schema.types, strict=False) if is_dated(type_)}
    formats = {name: pattern for name, pattern in source.formats.items() if name not in dated}
    typed = {name for name, type_ in zip(columns, schema.types, strict=False) if _is_typed(source, name, type_)}
    return DataFile(source, columns, formats, frozenset(typed)) if columns else None


def _is_typed(source: Source, name: str, type_: pa.DataType) -> bool:
    """Whether a Parquet column holds values just as the dictionary calls them. Person numbers are compared as
    texts, and a value that means none is told by its text."""
    if name == source.person.name or any(map(_VALUE.fullmatch, source.missing)):
        return False
    match next(column.type for column in source.table.columns if column.name == name):
        case "date":
            return is_dated(type_)
        case "integer":
            return bool(pa.types.is_signed_integer(type_))
        case "number":
            return bool(pa.types.is_float64(type_))
        case "boolean":
            return bool(pa.types.is_boolean(type_))
    return False


def _csv(source: Source, where: str, mistakes: Mistakes) -> DataFile | None:
    encoding = encoding_of(source.path, source.encoding)
    if encoding is None:
        mend = 'Save it as CSV in UTF-8, or as Parquet, or correct "encoding" in the dictionary.'
        note(mistakes, where, "the file is not a text that can be read", mend)
        return None
    rows = {delimiter: _first_row(source.path, encoding, delimiter) for delimiter in _DELIMITERS}
    delimiter = max(rows, key=lambda one: _recognised(source, rows[one]))
    headings = rows[delimiter]
    recognised, known = _recognised(source, headings), len(source.table.columns)
    if 2 * recognised < known:
        # A file without headings begins with a person: the row is not repeated.
        wrong = f"the first row has {recognised} of the dictionary's {known} column names"
        mend = "Put the column names in the first row, separated by commas, semicolons, tabs or bars."
        note(mistakes, where, wrong, mend)
        return None
    columns = _matched(source, headings, where, mistakes)
    return DataFile(source, columns, source.formats, encoding=encoding, delimiter=delimiter) if columns else None


def _first_row(path: Path, encoding: str, delimiter: str) -> tuple[str, ...]:
    with path.open(encoding=encoding, newline="") as file:
        start = file.read(_HEADINGS_WITHIN)
    try:
        return tuple(next(csv.reader(io.StringIO(start, newline=""), delimiter=delimiter), ()))
    except csv.Error:
        return ()


def _recognised(source: Source, headings: tuple[str, ...]) -> int:
    return len({_plain(heading) for heading in headings} & {column.name for column in source.table.columns})


def _plain(heading: str) -> str:
    return heading.strip().lower().replace(" ", "_").replace("-", "_")


def _matched(source: Source, headings: tuple[str, ...], where: str, mistakes: Mistakes) -> tuple[str, ...]:
    start = len(mistakes)
    known = tuple(column.name for column in source.table.columns)
    plain = tuple(_plain(heading) for heading in headings)
    for place, name in enumerate(plain, start=1):
        if not name:
            note(mistakes, where, f"column {place} has no name", "Name it, or take it out of the file.")
        elif name not in known:
            missing = [one for one in known if one not in plain]
            mend = did_you_mean(name, missing) or "Describe it in the dictionary, or take it out of the file."
            note(mistakes, where, f'the column "{headings[place - 1]}" is not in the dictionary', mend)
    for name in known:
        if name not in plain:
            mend = "Add it to the file, or take it out of the dictionary."
            note(mistakes, where, f"the column {name} of the dictionary is not in the file", mend)
    for name, times in Counter(plain).items():
        if times > 1 and name in known:
            note(mistakes, where, f"{times} columns are called {name}", "Keep one of them.")
    return plain if len(mistakes) == start else ()
