"""What the holdings room hands on: a data dictionary, and stores that only some rooms may open."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pyarrow as pa

ColumnType = Literal["string", "integer", "number", "boolean", "date"]
Role = Literal["person", "identifier", "attribute", "event-date", "code", "amount"]
IdentifierKind = Literal["surname", "forename", "middle", "date_of_birth", "sex", "postcode", "service_number"]

# The one table of the identifiers store.
PERSONS_IDENTIFIERS = pa.schema(
    [
        ("person_key", pa.int64()),
        ("surname", pa.string()),
        ("forename", pa.string()),
        ("middle", pa.string()),
        ("date_of_birth", pa.date32()),
        ("sex", pa.string()),
        ("postcode", pa.string()),
        ("service_number", pa.string()),
    ]
)

# Amounts are added up exactly, to a millionth, so that the order of events never shows in a sum. There is no room
# for that in what is larger than this, one way or the other.
LARGEST_AMOUNT = 999_999_999_999

# Beside the dictionary's tables, whose names begin with a letter, content has one of member numbers.
MEMBERS = "_members"


@dataclass(frozen=True)
class Column:
    """A variable of the dictionary.

    role: `person` (the custodian's person number, ties tables together, replaced by the person key),
    `identifier` (says who a person is; `identifier` tells which kind), `attribute`, `event-date`, `code`
    (a category), `amount` (a quantity with a `unit`). `kept`: an identifier that content also needs, for
    age and sex: a date of birth is kept there as the first of its month, sex as it is.
    """

    name: str
    type: ColumnType
    role: Role
    title: str = ""
    identifier: IdentifierKind | None = None
    kept: bool = False
    sensitive: bool = False
    categories: tuple[str, ...] = ()
    unit: str = ""

    @property
    def in_content(self) -> bool:
        """Whether the content store has this column."""
        return self.kept or self.role not in ("person", "identifier")


@dataclass(frozen=True)
class Table:
    """A table of a holding; `persons` tables have one row a person, others one row an event."""

    name: str
    columns: tuple[Column, ...]
    title: str = ""
    one_row_a_person: bool = False

    def column(self, name: str) -> Column | None:
        """The column of that name, if content has it."""
        return next((c for c in self.columns if c.name == name and c.in_content), None)

    def with_role(self, role: Role) -> tuple[Column, ...]:
        """Content columns that play `role`, in the dictionary's order."""
        return tuple(c for c in self.columns if c.role == role and c.in_content)

    @property
    def born(self) -> Column | None:
        """The month of birth, when content keeps it."""
        return next((c for c in self.columns if c.identifier == "date_of_birth" and c.kept), None)


@dataclass(frozen=True)
class Dictionary:
    """A registered holding: whose it is, on what legal basis, which dates it covers, what its tables hold."""

    name: str
    title: str
    custodian: str
    legal_basis: str
    covers_from: dt.date
    covers_to: dt.date
    tables: tuple[Table, ...]

    def table(self, name: str) -> Table | None:
        """The table of that name."""
        return next((t for t in self.tables if t.name == name), None)


@dataclass(frozen=True)
class Store:
    """An encrypted DuckDB file and the key that opens it; the key is never printed."""

    path: Path
    key: str = field(repr=False)


@dataclass(frozen=True)
class IdentifierStore(Store):
    """Identifiers by person key. Opened by linkage only."""


@dataclass(frozen=True)
class ContentStore(Store):
    """Content by person key, every table of the dictionary less its identifiers. Never opened by linkage."""
