"""One resource of the dictionary: a table, its columns and its file."""

from __future__ import annotations

import codecs
from collections import Counter
from pathlib import Path, PurePosixPath

from outcomelab.handovers.holding import Table
from outcomelab.holdings import entries
from outcomelab.holdings.entries import Mistakes, Object, note
from outcomelab.holdings.fields import field
from outcomelab.holdings.sources import Source

_KNOWN = ("name", "path", "title", "one_row_a_person", "encoding", "schema")
_IGNORED = (
    "$schema", "profile", "type", "scheme", "format", "mediatype", "description", "bytes", "hash",
    "licenses", "sources", "homepage",
)  # fmt: skip
_SCHEMA_IGNORED = ("$schema", "name", "title", "description", "primaryKey", "foreignKeys", "uniqueKeys")


def resource(thing: Object, number: int, folder: Path, mistakes: Mistakes, *, with_data: bool) -> Source | None:
    """Read the resource `number` (from 1); None, with mistakes noted, when it cannot be used."""
    start = len(mistakes)
    name = entries.name(thing, "name", f"resource {number}", mistakes)
    where = f"table {name}" if name else f"resource {number}"
    entries.only(thing, _KNOWN, _IGNORED, where, mistakes)
    path = _path(thing, folder, where, mistakes) if with_data else folder
    schema = entries.inner(thing, "schema", where, mistakes, needed=True)
    entries.only(schema, ("fields", "missingValues"), _SCHEMA_IGNORED, f"{where}, schema", mistakes)
    entered = entries.inners(schema, "fields", where, mistakes) if schema else ()
    found = [field(one, f"{where}, column {place}", mistakes) for place, one in enumerate(entered, start=1)]
    fields = tuple(one for one in found if one)
    _check_doubles(Counter(one.column.name for one in fields), where, mistakes)
    table = Table(
        name=name,
        columns=tuple(one.column for one in fields),
        title=entries.words(thing, "title", where, mistakes),
        one_row_a_person=entries.truth(thing, "one_row_a_person", where, mistakes),
    )
    encoding = _encoding(thing, where, mistakes)
    missing = _missing(schema, where, mistakes)
    if len(mistakes) > start:
        return None
    formats = {one.column.name: one.format for one in fields if one.format}
    required = frozenset(one.column.name for one in fields if one.required)
    return Source(table, path, encoding, missing, formats, required)


def _path(thing: Object, folder: Path, where: str, mistakes: Mistakes) -> Path:
    found = entries.words(thing, "path", where, mistakes, needed=True)
    inside = PurePosixPath(found)
    if inside.is_absolute() or ".." in inside.parts or "://" in found or "\\" in found or "\0" in found:
        mend = 'Write a path from the dictionary\'s own folder downwards, such as "data/persons.csv".'
        note(mistakes, where, '"path" leads out of the folder of the dictionary', mend)
    return folder / inside


def _encoding(thing: Object, where: str, mistakes: Mistakes) -> str:
    found = entries.words(thing, "encoding", where, mistakes)
    if not found:
        return ""
    try:
        # Some codecs turn bytes to bytes; only those that make text are encodings of a file.
        "".encode(found)
        return codecs.lookup(found).name
    except (LookupError, ValueError):
        mend = 'Write "utf-8", "windows-1252" or another usual name, or leave it out: it is then found.'
        note(mistakes, where, f'the encoding "{found}" is not known', mend)
        return ""


def _missing(schema: Object, where: str, mistakes: Mistakes) -> tuple[str, ...]:
    found = schema.get("missingValues", [""])
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        mend = 'Write "missingValues": ["", "NA"], a list of texts.'
        note(mistakes, where, '"missingValues" is not a list of texts', mend)
        return ("",)
    return tuple(dict.fromkeys(["", *(one.strip() for one in found)]))


def _check_doubles(names: Counter[str], where: str, mistakes: Mistakes) -> None:
    for name, times in names.items():
        if times > 1:
            note(mistakes, where, f"{times} columns are called {name}", "Give each its own name.")
