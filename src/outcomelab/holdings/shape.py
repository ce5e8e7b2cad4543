"""What ties the tables of a holding together: persons, their identifiers, their events."""

from __future__ import annotations

from collections import Counter

from outcomelab.handovers.holding import Column, Table
from outcomelab.holdings.entries import Mistakes, note


def check_shape(tables: tuple[Table, ...], mistakes: Mistakes) -> None:
    """Note what is wrong between tables that are each readable on their own."""
    if not tables:
        return
    for name, times in Counter(table.name for table in tables).items():
        if times > 1:
            note(mistakes, f"table {name}", f"{times} tables have this name", "Give each its own name.")
    _check_persons(tables, mistakes)
    for table in tables:
        _check_person_column(table, mistakes)
        _check_identifiers(table, mistakes)
        if not table.one_row_a_person and not table.with_role("event-date"):
            mend = 'Give its date "role": "event-date", or the table "one_row_a_person": true.'
            note(mistakes, f"table {table.name}", "a table of events has no date of the event", mend)
    types = {column.type for table in tables for column in _with_role(table, "person")}
    if len(types) > 1:
        mend = 'Write the same "type" for it in every table: "string" keeps leading noughts.'
        note(mistakes, "the dictionary", "the person number has different types in different tables", mend)


def _check_persons(tables: tuple[Table, ...], mistakes: Mistakes) -> None:
    number = sum(table.one_row_a_person for table in tables)
    if number != 1:
        wrong = f"{number} tables have one row a person" if number else "no table has one row a person"
        mend = 'Write "one_row_a_person": true in exactly one resource, the one with the identifiers.'
        note(mistakes, "the dictionary", wrong, mend)


def _check_person_column(table: Table, mistakes: Mistakes) -> None:
    found = len(_with_role(table, "person"))
    if found != 1:
        wrong = f"{found} columns have the role person" if found else "no column has the role person"
        mend = 'Give "role": "person" to exactly one column: the number that says whose row it is.'
        note(mistakes, f"table {table.name}", wrong, mend)


def _check_identifiers(table: Table, mistakes: Mistakes) -> None:
    identifiers = _with_role(table, "identifier")
    where = f"table {table.name}"
    if table.one_row_a_person and not identifiers:
        mend = 'Give "role": "identifier" to the names and the date of birth, by which persons are linked.'
        note(mistakes, where, "the table with one row a person has no identifiers", mend)
    if not table.one_row_a_person:
        for column in identifiers:
            mend = "Identifiers belong in the table with one row a person: leave it out here and in the file."
            note(mistakes, f"{where}, column {column.name}", "a table of events has an identifier", mend)
    for kind, times in Counter(column.identifier for column in identifiers).items():
        if times > 1:
            mend = "Keep the one that is surest, and leave the others out here and in the file."
            note(mistakes, where, f"{times} columns are the identifier {kind}", mend)


def _with_role(table: Table, role: str) -> tuple[Column, ...]:
    return tuple(column for column in table.columns if column.role == role)
