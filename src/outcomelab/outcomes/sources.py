"""The holding's content as relations: each table of the dictionary, with its columns' written types."""

from __future__ import annotations

from dataclasses import dataclass

import ibis

from outcomelab.engines.relations import relation
from outcomelab.errors import OutcomesError
from outcomelab.handovers.holding import LARGEST_AMOUNT, Column, Dictionary, Table

# Our own columns start with an underscore, which no name in a protocol can.
PERSON, PARTICIPANT, INDEX, DATE, DAY = "_person", "_participant", "_index", "_date", "_day"
AGE, REASON, MEMBER = "_age", "_reason", "_member"

_KEY = "person_key"
_TYPES = {
    "string": "string",
    "integer": "int64",
    "number": "float64",
    "boolean": "boolean",
    "date": "date",
}
_EXACT = "decimal(18, 6)"  # as LARGEST_AMOUNT says: 64 bits, which engines add up fastest


@dataclass(frozen=True)
class Source:
    """A table of content: what the dictionary says of it, and its rows."""

    entry: Table
    rows: ibis.Table

    @property
    def person(self) -> ibis.Value:
        """The person key."""
        return self.rows[_KEY].name(PERSON)

    def column(self, name: str) -> Column:
        """The dictionary's entry for a column. Raises OutcomesError when content has no such column."""
        found = self.entry.column(name)
        if found is None:
            raise OutcomesError(
                f"The content of table {self.entry.name} has no column {name}. "
                "Choose one of the dictionary's columns that does not identify people."
            )
        return found

    def value(self, name: str) -> ibis.Value:
        """A column's values as they are."""
        return self.rows[self.column(name).name]

    def date(self, name: str) -> ibis.Value:
        """A column of dates. Raises OutcomesError when the dictionary gives it another type."""
        if self.column(name).type != "date":
            raise OutcomesError(f"Column {name} of table {self.entry.name} holds no dates.")
        return self.value(name)

    def number(self, name: str, largest: float = 1e21) -> ibis.Value:
        """A column as float64, booleans as 0 and 1; null for what is not a number or larger than `largest`.

        Raises OutcomesError for words and dates.
        """
        kind = self.column(name).type
        if kind in ("string", "date"):
            raise OutcomesError(
                f"Column {name} of table {self.entry.name} holds no numbers. "
                "Use the kind category for a code, or choose a column of numbers."
            )
        value = self.value(name)
        if kind == "boolean":
            return ibis.cases((value, 1.0), (~value, 0.0), else_=ibis.null("float64"))
        value = value.cast("float64")
        return ibis.ifelse(value.between(-largest, largest), value, ibis.null("float64"))

    def amount(self, name: str) -> ibis.Value:
        """A column of numbers to be added up: exactly, to a millionth. Null for what is not a number, or larger
        than `LARGEST_AMOUNT`. Raises OutcomesError for words and dates."""
        return self.number(name, LARGEST_AMOUNT).cast(_EXACT)

    def level(self, name: str) -> ibis.Value:
        """A column as a category's levels: words and whole numbers as they are, booleans as yes and no.

        Raises OutcomesError for dates, which would say too much of a person, and for other numbers, which
        engines write differently.
        """
        kind = self.column(name).type
        if kind in ("date", "number"):
            raise OutcomesError(
                f"Column {name} of table {self.entry.name} holds no codes. "
                "Use the kind value for numbers, or choose a column of codes."
            )
        value = self.value(name)
        if kind == "boolean":
            return ibis.cases((value, "yes"), (~value, "no"), else_=ibis.null("string"))
        return value.cast("string")

    def known(self, name: str, *, category: bool) -> ibis.Value:
        """A column as a covariate reads it: a `category`'s level, or a number."""
        return self.level(name) if category else self.number(name)


def source(dictionary: Dictionary, name: str) -> Source:
    """The content table `name`. Raises OutcomesError when the dictionary has none."""
    entry = dictionary.table(name)
    if entry is None:
        raise OutcomesError(f"The holding {dictionary.name} has no table {name}.")
    columns = {column.name: _TYPES[column.type] for column in entry.columns if column.in_content}
    return Source(entry, relation(name, {_KEY: "int64", **columns}))


def beside(left: ibis.Table, right: ibis.Table) -> ibis.Table:
    """`left` with the columns of `right` (at most one row a person) beside it, null where it has none."""
    right = right.rename(_same=PERSON)
    return left.left_join(right, left[PERSON] == right["_same"]).drop("_same")
