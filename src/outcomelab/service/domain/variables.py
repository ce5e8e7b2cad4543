"""Which variables an agreement grants and a protocol uses, in one notation.

`table.column` is a column; `table` is the table by itself: who is in it, how old, and when its events happened;
`table.*` is all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from outcomelab.protocol.model import Covariate, Eligible, IndexEvent, Outcome, Protocol, Where
from outcomelab.protocol.reading.slips import KeyPath

Variable = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}(\.([a-z][a-z0-9_]{0,59}|\*))?$")]


@dataclass(frozen=True)
class Uses:
    """What a study reads of a holding: `variables` to choose, describe and match people, `outcomes` afterwards."""

    holding: str
    variables: frozenset[str]
    outcomes: frozenset[str]


def uncovered(asked: Iterable[str], granted: Iterable[str]) -> tuple[str, ...]:
    """What is asked for and not granted, in order."""
    have = frozenset(granted)
    return tuple(sorted(one for one in set(asked) if one not in have and f"{table_of(one)}.*" not in have))


def table_of(variable: str) -> str:
    """The table a variable is of."""
    return variable.partition(".")[0]


@dataclass(frozen=True)
class Read:
    """Something that a protocol reads, and where it says so: the path of the key in its text. outcome: it is
    counted afterwards, and not known before."""

    variable: str
    path: KeyPath
    outcome: bool = False


def uses(protocol: Protocol, amounts: Mapping[str, str] | None = None) -> Uses:
    """Everything a protocol reads: in its index event, eligibility, covariates and outcomes.

    `amounts`: for a table whose amount column the protocol leaves to the dictionary, that column. Without it, such
    a table is used whole (`table.*`), which an agreement rarely grants.
    """
    found = reads(protocol, amounts)
    return Uses(
        protocol.holding.name,
        frozenset(one.variable for one in found if not one.outcome),
        frozenset(one.variable for one in found if one.outcome),
    )


def reads(protocol: Protocol, amounts: Mapping[str, str] | None = None) -> tuple[Read, ...]:
    """The same, each thing wherever the protocol says it. `amounts`: as in `uses`."""
    reading = _Reading(protocol, amounts or {})
    known = (
        reading.index(protocol.index),
        *(reading.eligible(part, number) for number, part in enumerate(protocol.eligible)),
        *(reading.covariate(part, number) for number, part in enumerate(protocol.covariates)),
    )
    counted = (reading.outcome(part, number) for number, part in enumerate(protocol.outcomes))
    return (
        *(Read(variable, path) for part in known for variable, path in part),
        *(Read(variable, path, outcome=True) for part in counted for variable, path in part),
    )


_Found = Iterator[tuple[str, KeyPath]]


@dataclass(frozen=True)
class _Reading:
    protocol: Protocol
    amounts: Mapping[str, str]

    def index(self, index: IndexEvent) -> _Found:
        if index.table:
            yield from self._table(index.table, ("index", "table"))
            yield from self._columns(index.table, ("index",), date=index.date)
            yield from self._where(index.table, ("index",), where=index.where)

    def eligible(self, part: Eligible, number: int) -> _Found:
        persons, path = self.protocol.holding.persons, ("eligible", number)
        yield from self._table(persons, path)
        yield from self._where(persons, path, where=part.where)

    def covariate(self, part: Covariate, number: int) -> _Found:
        table, path = part.table or self.protocol.holding.persons, ("covariates", number)
        amount = self._amount(table, part.column) if part.kind == "sum-before" else part.column
        yield from self._table(table, (*path, "table"))
        yield from self._columns(table, path, column=amount)
        yield from self._where(table, path, where=part.where)

    def outcome(self, part: Outcome, number: int) -> _Found:
        path = ("outcomes", number)
        amount = self._amount(part.table, part.column) if part.kind == "amount" else part.column
        yield from self._table(part.table, (*path, "table"))
        yield from self._columns(part.table, path, column=amount, decided=part.decided)
        yield from self._where(part.table, path, where=part.where, first=part.first, graver=part.graver)

    def _table(self, table: str, path: KeyPath) -> _Found:
        """The table by itself, and the column that the protocol dates it by."""
        roles = self.protocol.tables.get(table)
        yield table, path
        yield from self._columns(table, ("tables", table), date=roles.date if roles else None)

    def _columns(self, table: str, path: KeyPath, **columns: str | None) -> _Found:
        yield from ((f"{table}.{column}", (*path, key)) for key, column in columns.items() if column)

    def _where(self, table: str, path: KeyPath, **conditions: Where) -> _Found:
        for key, where in conditions.items():
            yield from ((f"{table}.{column}", (*path, key, column)) for column in where)

    def _amount(self, table: str, column: str | None) -> str:
        roles = self.protocol.tables.get(table)
        return column or (roles.amount if roles else None) or self.amounts.get(table) or "*"
