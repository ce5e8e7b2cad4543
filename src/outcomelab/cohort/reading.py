"""The rows below the headings, field by field: tidy text, codes, and dates in parts."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from outcomelab.cohort.faults import Fault
from outcomelab.cohort.fields import DATES, VOCABULARY
from outcomelab.cohort.values import completed_values, number_values, sex_values, text_values
from outcomelab.people.columns import Columns
from outcomelab.people.dates import Parts, read_parts
from outcomelab.people.masks import Bools, Ints, true_where
from outcomelab.people.names import split_names
from outcomelab.people.sheet import Sheet

_TEXTS = ("surname", "forename", "middle", "postcode", "service_number", "reference", "site", "subgroup")
# A running number alone, written down the page beforehand, is not yet a person.
_SAYS_NOTHING = ("reference",)


@dataclass(frozen=True)
class Reading:
    """Every row that says something: `rows` its number in the file, `text` each text field (null where
    empty or without a column), `completed`, `sex`, `dates` those with a column. `passed_over`: rows that
    were empty in every column used, or repeat the headings, though not empty altogether."""

    rows: Ints
    text: dict[str, pa.Array] = field(repr=False)
    sex: pa.Array = field(repr=False)
    completed: pa.Array = field(repr=False)
    dates: dict[str, Parts] = field(repr=False)
    faults: list[Fault] = field(repr=False)
    passed_over: int

    @property
    def count(self) -> int:
        """Rows submitted."""
        return len(self.rows)


def read_rows(sheet: Sheet, columns: Columns) -> Reading:
    """Read every row below the headings; what is wrong in a cell becomes a fault and the cell empty."""
    body = sheet.cells.slice(columns.heading_row)
    heads = sheet.cells.slice(columns.heading_row - 1, 1)
    says, any_cell = _says_something(body, heads, columns)
    rows = np.flatnonzero(says) + columns.heading_row + 1
    body = body.filter(pa.array(says))
    cells = {name: _one(body.column(place)) for name, place in columns.places.items()}
    faults = _too_many_cells(body, columns, sheet)
    texts: dict[str, pa.Array] = {}
    for name, column in cells.items():
        texts[name], found = text_values(column, name, columns.headings[name])
        faults += found
        if name in ("service_number", "reference"):
            texts[name], found = number_values(texts[name], columns.headings[name])
            faults += found
    nothing = pa.nulls(len(rows), pa.string())
    if "name" in texts:
        texts["surname"], texts["forename"], middle = split_names(texts["name"])
        texts.setdefault("middle", middle)
    sex, found = sex_values(texts["sex"], columns.headings["sex"])
    faults += found
    completed = pa.nulls(len(rows), pa.bool_())
    if "completed" in texts:
        completed, found = completed_values(texts["completed"], columns.headings["completed"])
        faults += found
    return Reading(
        rows,
        {name: texts.get(name, nothing) for name in _TEXTS},
        sex,
        completed,
        {name: read_parts(texts[name]) for name in DATES if name in texts},
        faults,
        int((any_cell & ~says).sum()),
    )


def _says_something(body: pa.Table, heads: pa.Table, columns: Columns) -> tuple[Bools, Bools]:
    """Which rows are a participant's, and which have any cell filled at all."""
    full = {place: _has_text(body.column(place)) for place in range(body.num_columns)}
    any_cell = np.logical_or.reduce(list(full.values()))
    telling = [place for name, place in columns.places.items() if name not in _SAYS_NOTHING]
    says = np.logical_or.reduce([full[place] for place in telling])
    repeats = np.logical_and.reduce(
        [true_where(_one(pc.equal(body.column(place), heads.column(place)[0]))) for place in telling]
    )
    return says & ~repeats, any_cell


def _too_many_cells(body: pa.Table, columns: Columns, sheet: Sheet) -> list[Fault]:
    if not sheet.separator or body.num_columns <= columns.width:
        return []
    beyond = np.logical_or.reduce([_has_text(column) for column in body.columns[columns.width :]])
    mend = "Put quotation marks round a value that holds the separating character itself."
    return [Fault("", "the row has more cells than there are headings", mend, beyond)]


def _has_text(column: pa.ChunkedArray) -> Bools:
    return true_where(_one(pc.match_substring_regex(column, r"[^\s\p{Z}]")))


def _one(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)


def column_heading(columns: Columns, name: str) -> str:
    """The heading under which a field was found, else our own name for it."""
    if name in ("surname", "forename") and name not in columns.headings and "name" in columns.headings:
        return columns.headings["name"]
    return columns.headings.get(name, VOCABULARY.fields[name].label)
