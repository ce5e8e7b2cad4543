"""What a protocol asks of a holding, against the holding's dictionary."""

from __future__ import annotations

from outcomelab.handovers.holding import Column, Dictionary, Table
from outcomelab.protocol.checks.columns import (
    date_named,
    has_amount,
    has_date,
    named_column,
    named_table,
    number_named,
)
from outcomelab.protocol.checks.coverage import coverage
from outcomelab.protocol.checks.holding import persons_table
from outcomelab.protocol.checks.people import EVENTS_BEFORE, undated
from outcomelab.protocol.checks.values import fitting
from outcomelab.protocol.model import Covariate, Eligible, IndexEvent, Outcome, TableRoles
from outcomelab.protocol.reading.draft import Draft
from outcomelab.protocol.reading.parts import Item
from outcomelab.protocol.reading.slips import KeyPath, Sifting, Slip

_NO_BIRTH = "needs the month of birth, which this holding does not keep"
_VALUES = ("integer", "number", "boolean")
_CATEGORIES = ("string", "integer", "boolean")


def against(made: Draft, dictionary: Dictionary) -> Sifting[None]:
    """Every slip that shows once the holding is known."""
    persons = yield from persons_table(made, dictionary)
    yield from _roles(made, dictionary)
    yield from _index(made.index, dictionary, made)
    for reason in made.eligible:
        yield from _eligible(reason, persons)
    for known in made.covariates:
        yield from _covariate(known, persons, dictionary, made)
    for counted in made.outcomes:
        yield from _outcome(counted, dictionary, made)
    yield from coverage(made, dictionary)


def _roles(made: Draft, dictionary: Dictionary) -> Sifting[None]:
    for name, item in made.tables.items():
        table = yield from named_table(dictionary, name, item.path)
        if table is None:
            continue
        if item.part.date and item.sound("date"):
            yield from date_named(table, item.part.date, (*item.path, "date"))
        if item.part.amount and item.sound("amount"):
            yield from number_named(table, item.part.amount, (*item.path, "amount"))


def _index(item: Item[IndexEvent] | None, dictionary: Dictionary, made: Draft) -> Sifting[None]:
    if item is None or item.part.table is None or not item.sound("table"):
        return
    table = yield from named_table(dictionary, item.part.table, (*item.path, "table"))
    if table is None:
        return
    yield from fitting(item.part.where, table, (*item.path, "where"))
    if item.part.date and item.sound("date"):
        yield from date_named(table, item.part.date, (*item.path, "date"))
    elif item.sound("date"):
        yield from _dated(table, made, (*item.path, "table"))


def _eligible(item: Item[Eligible], persons: Table | None) -> Sifting[None]:
    if persons is None:
        return
    yield from fitting(item.part.where, persons, (*item.path, "where"))
    if item.part.age is not None and persons.born is None:
        yield Slip((*item.path, "age"), _NO_BIRTH, "Take it out, or ask the custodian to keep the month of birth.")


def _covariate(item: Item[Covariate], persons: Table | None, dictionary: Dictionary, made: Draft) -> Sifting[None]:
    part = item.part
    if not item.sound("kind", "table"):
        return
    if part.kind == "age":
        if persons is not None and persons.born is None:
            mend = "Take this covariate out, or ask the custodian to keep the month of birth."
            yield Slip((*item.path, "kind"), _NO_BIRTH, mend)
        return
    table = persons
    if part.table is not None and (persons is None or part.table != persons.name):
        table = yield from named_table(dictionary, part.table, (*item.path, "table"))
    if table is None or (part.table is None and part.kind in EVENTS_BEFORE):
        return
    yield from fitting(part.where, table, (*item.path, "where"))
    if part.kind in EVENTS_BEFORE:
        yield from _dated(table, made, (*item.path, "table"))
        if part.kind == "sum-before":
            yield from _added_up(item, table, made)
        return
    if part.column is not None and item.sound("column"):
        yield from _value_column(item, table, part.column)
    if not table.one_row_a_person:
        yield from _dated(table, made, (*item.path, "table"))
    elif persons is not None and table is not persons:
        yield from undated(item)


def _value_column(item: Item[Covariate], table: Table, name: str) -> Sifting[None]:
    path = (*item.path, "column")
    column: Column | None = yield from named_column(table, name, path)
    if column is None:
        return
    if item.part.kind == "value" and column.type not in _VALUES:
        mend = 'Write `kind = "category"` for codes, or name a column of numbers.'
        yield Slip(path, f"`{name}` does not hold numbers", mend)
    elif item.part.kind == "category" and column.type not in _CATEGORIES:
        other = (
            'Write `kind = "value"` for numbers' if column.type == "number" else "A day says too much of a person"
        )
        yield Slip(path, f"`{name}` does not hold codes", f"{other}, or name a column of codes.")


def _outcome(item: Item[Outcome], dictionary: Dictionary, made: Draft) -> Sifting[None]:
    part = item.part
    if not item.sound("table"):
        return
    table = yield from named_table(dictionary, part.table, (*item.path, "table"))
    if table is None:
        return
    yield from fitting(part.where, table, (*item.path, "where"))
    yield from fitting(part.first, table, (*item.path, "first"))
    yield from fitting(part.graver, table, (*item.path, "graver"))
    yield from _dated(table, made, (*item.path, "table"))
    if part.decided is not None and item.sound("decided"):
        yield from date_named(table, part.decided, (*item.path, "decided"))
    if item.sound("kind") and part.kind == "amount":
        yield from _added_up(item, table, made)


def _added_up(item: Item[Covariate] | Item[Outcome], table: Table, made: Draft) -> Sifting[None]:
    if not item.sound("column"):
        return
    if item.part.column is not None:
        yield from number_named(table, item.part.column, (*item.path, "column"))
    else:
        yield from has_amount(table, _chosen(made, table), (*item.path, "column"))


def _dated(table: Table, made: Draft, path: KeyPath) -> Sifting[None]:
    yield from has_date(table, _chosen(made, table), path)


def _chosen(made: Draft, table: Table) -> TableRoles | None:
    """The roles the protocol gives `table`; a choice that can't be read counts as made."""
    item = made.tables.get(table.name)
    return item.part if item else None
