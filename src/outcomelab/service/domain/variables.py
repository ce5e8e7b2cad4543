"""Which variables an agreement grants and a protocol uses, in one notation.

`table.column` is a column; `table` is the table by itself: who is in it, how old, and when its events happened;
`table.*` is all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from outcomelab.protocol.model import Covariate, Eligible, IndexEvent, Outcome, Protocol

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


def uses(protocol: Protocol, amounts: Mapping[str, str] | None = None) -> Uses:
    """Everything a protocol reads: in its index event, eligibility, covariates and outcomes.

    `amounts`: for a table whose amount column the protocol leaves to the dictionary, that column. Without it, such
    a table is used whole (`table.*`), which an agreement rarely grants.
    """
    reading = _Reading(protocol, amounts or {})
    return Uses(
        protocol.holding.name,
        frozenset(
            (
                *reading.index(protocol.index),
                *(one for part in protocol.eligible for one in reading.eligible(part)),
                *(one for part in protocol.covariates for one in reading.covariate(part)),
            )
        ),
        frozenset(one for part in protocol.outcomes for one in reading.outcome(part)),
    )


@dataclass(frozen=True)
class _Reading:
    protocol: Protocol
    amounts: Mapping[str, str]

    def index(self, index: IndexEvent) -> Iterator[str]:
        if index.table:
            yield from self._columns(index.table, (index.date, *index.where))

    def eligible(self, part: Eligible) -> Iterator[str]:
        yield from self._columns(self.protocol.holding.persons, part.where)

    def covariate(self, part: Covariate) -> Iterator[str]:
        table = part.table or self.protocol.holding.persons
        amount = self._amount(table, part.column) if part.kind == "sum-before" else part.column
        yield from self._columns(table, (amount, *part.where))

    def outcome(self, part: Outcome) -> Iterator[str]:
        amount = self._amount(part.table, part.column) if part.kind == "amount" else part.column
        yield from self._columns(part.table, (amount, part.decided, *part.where, *part.first, *part.graver))

    def _columns(self, table: str, columns: Iterable[str | None]) -> Iterator[str]:
        """The table by itself, the column that the protocol dates it by, and these columns of it."""
        roles = self.protocol.tables.get(table)
        yield table
        yield from (f"{table}.{column}" for column in (roles.date if roles else None, *columns) if column)

    def _amount(self, table: str, column: str | None) -> str:
        roles = self.protocol.tables.get(table)
        return column or (roles.amount if roles else None) or self.amounts.get(table) or "*"
