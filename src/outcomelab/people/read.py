"""The front door: any file of people, read into the identifiers that linkage compares."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from outcomelab.errors import CohortError, UsageError
from outcomelab.handovers.people import People
from outcomelab.handovers.progress import Progress, silent
from outcomelab.people.columns import Columns, Mapped, choose_columns, missing_heading, with_problems
from outcomelab.people.encoded import refuse_encoded
from outcomelab.people.fields import BIRTH_PARTS, SHORT_PARTS
from outcomelab.people.headings import compact
from outcomelab.people.identifiers import read_identifiers
from outcomelab.people.ids import read_ids
from outcomelab.people.mapping import VOCABULARY, mapping_of
from outcomelab.people.masks import filled
from outcomelab.people.source import Source, sources
from outcomelab.people.wording import counted, listed

STAGE = "read"
MOST_PEOPLE = 20_000_000
_NAMES = frozenset(("surname", "forename", "name"))
_TELLING = frozenset(("date_of_birth", "birth_year", "postcode", "service_number", "email"))
# From this many records on, one date of birth or name for all is a mistake and not chance.
_MANY = 10


def read_people(
    file: Path | str,
    columns: Mapping[str, str] | None = None,
    id_column: str | None = None,
    progress: Progress = silent,
    *,
    called: str = "the file",
    today: dt.date | None = None,
) -> People:
    """Read a file of people: Parquet, CSV of any usual kind, or .xlsx; up to 20 million rows.

    `columns`: by field (`mapping.VOCABULARY`), the heading of its column, where the usual headings don't do;
    columns that are neither mapped nor known by their headings are ignored. `id_column`: the heading of the
    file's own ids. `called`: what messages call the file. `today` is the day no date of birth can be after: the
    clock's, unless given. Rows that say nothing of who a person is are passed over.

    Raises CohortError when the file cannot be read, is an encoded list already, has no columns that tell people
    apart, has one date of birth or one name for everybody, or ids that are missing or twice there, and when
    `columns` give two fields one heading; UsageError for anything but the name of a file. No message has a cell's
    content, or a heading that nobody told us of.
    """
    if not isinstance(file, Path | str):
        raise UsageError("read_people takes the name of a file, as text or as a Path.")
    file = Path(file)
    progress(STAGE, f"reading {called}")
    wrong: CohortError | None = None
    try:
        mapped = mapping_of(columns or {})
        return _read(file, mapped, id_column, today or dt.date.today(), called, progress)
    except CohortError as error:
        wrong = CohortError(
            f"{called[0].upper()}{called[1:]} ({file.name or file}) cannot be used. {error}", error.problems
        )
    raise wrong


def _read(
    file: Path, mapped: Mapped, id_column: str | None, today: dt.date, called: str, progress: Progress
) -> People:
    source, columns, ids_place, table = _fitting(file, mapped, id_column)
    if table.num_rows > MOST_PEOPLE:
        raise CohortError(f"It has more than {MOST_PEOPLE:,} rows. Link it in parts.")
    rows = np.arange(table.num_rows, dtype=np.int64) + columns.heading_row + 1
    cells = {name: table[str(place)] for name, place in columns.places.items()}
    identifiers, notes = read_identifiers(cells, columns.headings, rows, today)
    says = np.logical_or.reduce([filled(identifiers[name]) for name in identifiers.column_names[1:]])
    if not says.any():
        raise CohortError("It has headings and nobody below them.")
    _refuse_all_alike(identifiers)
    ids = pa.array(rows)
    passed_over = int((~says).sum())
    if passed_over:
        keep = pa.array(says)
        identifiers, ids = identifiers.filter(keep), ids.filter(keep)
    if id_column is not None:
        column = table[str(ids_place)]
        ids = read_ids(column.filter(pa.array(says)) if passed_over else column, rows[says], id_column)
    told = [
        f"We read {counted(len(ids), 'person', 'people')} from {called}, {source.kind}.",
        _used(columns, id_column),
        *columns.notes,
        *notes,
    ]
    if passed_over:
        told.append(f"{counted(passed_over, 'row says', 'rows say')} nothing of who a person is: passed over.")
    for note in told:
        progress(STAGE, note)
    return People(ids, identifiers, tuple(told))


def _fitting(file: Path, mapped: Mapped, id_column: str | None) -> tuple[Source, Columns, int, pa.Table]:
    """The quickest way of reading that fits the file, the columns found, the ids' place, and their content."""
    for source in sources(file, mapped.score):
        refuse_encoded(file, source.head)
        columns, ids_place = _columns(source, mapped, id_column)
        places = [*columns.places.values(), *([ids_place] if id_column is not None else [])]
        table = source.body(columns.heading_row, list(dict.fromkeys(places)))
        if table is not None:
            return source, columns, ids_place, table
    raise CohortError("It cannot be read. Save it as “CSV UTF-8” or as Parquet.")


def _columns(source: Source, mapped: Mapped, id_column: str | None) -> tuple[Columns, int]:
    """The columns found, and the place of the ids."""

    def same(row: int, one: int, other: int) -> bool:
        both = source.body(row, (one, other))
        return both is None or bool(both.column(0).equals(both.column(1)))

    mapped = _with_short_parts(mapped, source)
    if not any(mapped.score(row) for row in source.head):
        raise CohortError(
            "None of its columns is known by its heading, or named as the columns file has it. Usual headings are "
            "“last_name”, “dob”, “zip”; say which column holds what with --columns FILE.toml."
        )
    columns, problems = choose_columns(source.head, same, mapped)
    head = source.head[columns.heading_row - 1]
    ids_place = 0
    if id_column is not None:
        exact = [place for place, cell in enumerate(head) if cell == id_column]
        alike = [place for place, cell in enumerate(head) if cell and compact(cell) == compact(id_column)]
        if exact or alike:
            ids_place = (exact or alike)[0]
        else:
            problems.append(missing_heading(id_column, head, "no column has this heading, given for the ids"))
    if problems:
        message = "Columns are missing or unclear."
        raise CohortError(with_problems(message, problems), tuple(problems))
    columns = _whole_dates(columns)
    found = set(columns.places)
    if not (found & _TELLING and (found & _NAMES or "service_number" in found)):
        seen = listed([f"“{heading}”" for heading in dict.fromkeys(columns.headings.values())])
        raise CohortError(
            "Its columns cannot tell people apart. Linkage needs a name and a date of birth, postcode or "
            f"e-mail address, or a service number. Recognised by their headings: {seen or 'none'}. Say which "
            "columns hold the others with --columns FILE.toml."
        )
    return columns, ids_place


def _with_short_parts(mapped: Mapped, source: Source) -> Mapped:
    """Year, month and day of birth under headings too short to mean that one by one."""
    for row in source.head:
        found = {compact(cell): cell for cell in row if cell}
        if found.keys() >= set(SHORT_PARTS) and not mapped.headings.keys() & {"date_of_birth", *BIRTH_PARTS}:
            parts = zip(BIRTH_PARTS, (found[short] for short in SHORT_PARTS), strict=True)
            return replace(mapped, headings={**mapped.headings, **dict(parts)})
    return mapped


def _whole_dates(columns: Columns) -> Columns:
    """Year, month and day of birth are used together, and where no column has the whole date."""
    parts = [name for name in ("birth_year", "birth_month", "birth_day") if name in columns.places]
    if not parts or (len(parts) == 3 and "date_of_birth" not in columns.places):
        return columns
    notes = columns.notes
    if "date_of_birth" not in columns.places:
        headings = listed([f"“{columns.headings[name]}”" for name in parts])
        notes += (f"{headings} by itself is no date of birth: year, month and day are needed.",)
    return replace(
        columns,
        places={name: place for name, place in columns.places.items() if name not in parts},
        headings={name: heading for name, heading in columns.headings.items() if name not in parts},
        notes=notes,
    )


def _used(columns: Columns, id_column: str | None) -> str:
    label = VOCABULARY.fields
    used = listed([f"{label[name].label.lower()} from “{heading}”" for name, heading in columns.headings.items()])
    ids = f" Ids are from “{id_column}”." if id_column is not None else ""
    others = columns.others - (id_column is not None)
    rest = f" {counted(others, 'other column is', 'other columns are')} not used." if others > 0 else ""
    return f"We took {used}.{ids}{rest}"


def _refuse_all_alike(identifiers: pa.Table) -> None:
    # Surname and forename apart: an identity is doubtful only when the whole name is always the same.
    for names, words in ((("date_of_birth",), "date of birth"), (("surname", "forename"), "name")):
        columns = [identifiers[name] for name in names]
        given = sum(len(column) - column.null_count for column in columns)
        if given < _MANY or len(identifiers) < _MANY:
            continue
        if all(len(column.drop_null().unique()) <= 1 for column in columns):
            raise CohortError(
                f"In it everybody has the same {words}, so it was filled in by mistake. Leave out the column or "
                "put it right."
            )
