"""Tables and columns that a protocol names: there in the holding's content, and of the type wanted."""

from __future__ import annotations

from collections.abc import Callable

from outcomelab.handovers.holding import Column, Dictionary, Table
from outcomelab.protocol.model import TableRoles
from outcomelab.protocol.reading.near import did_you_mean, listed
from outcomelab.protocol.reading.slips import KeyPath, Sifting, Slip
from outcomelab.protocol.roles import NUMERIC, amounts, dates, is_date


def named_table(dictionary: Dictionary, name: str, path: KeyPath) -> Sifting[Table | None]:
    """The table `name`, or a slip at `path`."""
    found = dictionary.table(name)
    if found is None:
        mend = did_you_mean(name, [table.name for table in dictionary.tables], "tables")
        yield Slip(path, f"the holding has no table `{name}`", mend)
    return found


def named_column(table: Table, name: str, path: KeyPath) -> Sifting[Column | None]:
    """The column `name` of the table's content, or a slip at `path`."""
    found = table.column(name)
    if found is None:
        hidden = any(column.name == name for column in table.columns)
        wrong = (
            f"`{name}` says who a person is: identifiers are not available to outcomes"
            if hidden
            else f"the table `{table.name}` has no column `{name}`"
        )
        content = [column.name for column in table.columns if column.in_content]
        mend = f"The columns are {listed(content)}." if hidden else did_you_mean(name, content, "columns")
        yield Slip(path, wrong, mend)
    return found


def date_named(table: Table, name: str, path: KeyPath) -> Sifting[None]:
    """A slip unless `name` is a column of dates of events."""
    yield from _of_kind(table, name, path, is_date, "dates of events")


def number_named(table: Table, name: str, path: KeyPath) -> Sifting[None]:
    """A slip unless `name` is a column of numbers that can be added up."""
    yield from _of_kind(table, name, path, lambda column: column.type in NUMERIC, "numbers")


def has_date(table: Table, roles: TableRoles | None, path: KeyPath) -> Sifting[None]:
    """A slip at `path` unless it is clear which column dates the events of `table`.

    A choice in `roles` that is none is reported where it is made.
    """
    found = dates(table, roles)
    if (roles and roles.date) or len(found) == 1:
        return
    if found:
        wrong = f"the table `{table.name}` has {len(found)} dates of events, {listed(c.name for c in found)}"
        mend = f'Say which one counts: write `[tables.{table.name}]` and under it `date = "{found[0].name}"`.'
    else:
        wrong = f"the table `{table.name}` has no date of events, so nothing in it can be placed in time"
        mend = "Name a table with a date."
    yield Slip(path, wrong, mend)


def has_amount(table: Table, roles: TableRoles | None, path: KeyPath) -> Sifting[None]:
    """A slip at `path` unless it is clear which column of `table` is added up."""
    found = amounts(table, roles)
    if (roles and roles.amount) or len(found) == 1:
        return
    numbers = found or tuple(column for column in table.columns if column.in_content and column.type in NUMERIC)
    if numbers:
        many = (
            f"has {len(found)} amounts, {listed(c.name for c in found)}"
            if found
            else "has no column marked amount"
        )
        mend = f'Say which column to add up: write `column = "{numbers[0].name}"`.'
    else:
        many, mend = "has no column of numbers", "Count its events instead, or name another table."
    yield Slip(path, f"the table `{table.name}` {many}", mend)


def _of_kind(table: Table, name: str, path: KeyPath, fits: Callable[[Column], bool], wanted: str) -> Sifting[None]:
    column = yield from named_column(table, name, path)
    if column is not None and not fits(column):
        able = [other.name for other in table.columns if other.in_content and fits(other)]
        mend = f"Columns of {wanted}: {listed(able)}." if able else f"The table has no column of {wanted}."
        yield Slip(path, f"`{name}` does not hold {wanted}", mend)
