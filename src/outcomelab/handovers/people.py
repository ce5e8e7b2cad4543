"""What a file of people becomes, and what the links between two such files are."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa

from outcomelab.handovers.cohort import COHORT_IDENTIFIERS
from outcomelab.handovers.linkage import LinkageReport

# What files of people may have besides, and linkage in the clear compares: a town and an e-mail address.
ALSO_COMPARED = pa.schema([("place", pa.string()), ("email", pa.string())])
# The columns of a participants' list: `row` is the file's row as a spreadsheet numbers it (headings are row 1,
# in a Parquet file too), `born_also` the other reading of a date of birth that could be swapped; and
# beside them `ALSO_COMPARED`.
PEOPLE_IDENTIFIERS = pa.schema([*COHORT_IDENTIFIERS, *ALSO_COMPARED])


@dataclass(frozen=True)
class People:
    """The people of one file, in its order. `ids`: the file's own id of each, whole numbers or text as it has
    them, or the row where no column of ids was named; each different. `identifiers` follow the schema above.
    `notes` say in plain words what was read as what; never a value. Neither table is in the repr."""

    ids: pa.Array = field(repr=False)
    identifiers: pa.Table = field(repr=False)
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Side:
    """A file that was linked: its `records`, and how many of them are `different` (records with the same
    identifiers are one as far as linkage goes)."""

    records: int
    different: int


@dataclass(frozen=True, kw_only=True)
class FilesReport(LinkageReport):
    """The report on two files of people: `participants` in it are the left file's different records.

    links: rows of the table of links, with those of records that are the same as another. notes: in plain words,
    what was read as what, and how many records are the same as another.
    """

    links: int
    left: Side
    right: Side
    notes: tuple[str, ...]


@dataclass(frozen=True)
class LinkedPeople:
    """`links`: a row a link kept, in the left file's order: left_id and right_id, in the types that the files'
    ids have, and match_probability (0–1)."""

    links: pa.Table = field(repr=False)
    report: FilesReport
