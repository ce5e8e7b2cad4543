"""Which column of a table plays which part: as the protocol says, else the only one the dictionary offers."""

from __future__ import annotations

from outcomelab.errors import Mistake, ProtocolError
from outcomelab.handovers.holding import Column, Dictionary, Table
from outcomelab.protocol.model import Protocol, TableRoles

NUMERIC = ("integer", "number")


def date_column(protocol: Protocol, dictionary: Dictionary, table: str) -> str:
    """The column that dates the events of `table`: the protocol's choice, else the only event date.

    Raises ProtocolError when there is no such column or more than one; a protocol that was read with
    this dictionary has exactly one wherever it needs it.
    """
    found = dates(_entry(dictionary, table), protocol.tables.get(table))
    return _only(found, table, "date", "dates its events")


def amount_column(protocol: Protocol, dictionary: Dictionary, table: str, column: str | None) -> str:
    """The column of `table` that is added up: `column`, else the protocol's choice, else the only amount.

    Raises ProtocolError as `date_column` does.
    """
    found = amounts(_entry(dictionary, table), protocol.tables.get(table), column)
    return _only(found, table, "amount", "is the amount")


def dates(table: Table, roles: TableRoles | None) -> tuple[Column, ...]:
    """The columns that may date the events of `table`: one, if `roles` choose or there is but one."""
    if roles and roles.date:
        chosen = table.column(roles.date)
        return (chosen,) if chosen and is_date(chosen) else ()
    return tuple(column for column in table.with_role("event-date") if is_date(column))


def amounts(table: Table, roles: TableRoles | None, column: str | None = None) -> tuple[Column, ...]:
    """The columns of `table` that may be added up: one, if `column` or `roles` choose or there is but one."""
    name = column or (roles.amount if roles else None)
    if name:
        chosen = table.column(name)
        return (chosen,) if chosen and chosen.type in NUMERIC else ()
    return tuple(found for found in table.with_role("amount") if found.type in NUMERIC)


def is_date(column: Column) -> bool:
    """Whether `column` can date an event: a birth can't, its month is kept for ages alone."""
    return column.type == "date" and column.identifier is None


def _entry(dictionary: Dictionary, table: str) -> Table:
    found = dictionary.table(table)
    if found is None:
        wrong = f"the holding has no table `{table}`"
        raise ProtocolError("The protocol", (Mistake(0, "tables", wrong, "Name a table of the dictionary."),))
    return found


def _only(found: tuple[Column, ...], table: str, role: str, plays: str) -> str:
    if len(found) == 1:
        return found[0].name
    number = "more than one column" if found else "no column"
    mend = f"Write `[tables.{table}]` and under it which column is the {role}."
    raise ProtocolError("The protocol", (Mistake(0, f"tables.{table}", f"{number} {plays}", mend),))
