"""The door itself: identifiers into one store, content into the other, each by person key."""

from __future__ import annotations

import duckdb

from outcomelab.handovers.holding import PERSONS_IDENTIFIERS, Column
from outcomelab.holdings.datafile import DataFile
from outcomelab.holdings.names import quoted
from outcomelab.holdings.person_keys import KEYED, KEYED_KEY, KEYED_PERSON
from outcomelab.holdings.staging import staged
from outcomelab.holdings.values import SQL_TYPES, content, person, value

IDENTIFIERS_CATALOGUE = "identifiers"
CONTENT_CATALOGUE = "content"

# Rows are written in the order of their person keys, so that they do not follow the file's order, which
# is often the alphabet's. What is sorted at once must fit in memory, since nothing may spill to disk.
_SORTED_AT_ONCE = 5_000_000
_KEYS = 1 << 63


def write_identifiers(connection: duckdb.DuckDBPyConnection, persons: DataFile) -> None:
    """Fill the identifiers store: `persons`, as PERSONS_IDENTIFIERS says; kinds the file lacks are null."""
    kinds = {column.identifier: column for column in persons.source.table.columns if column.identifier}
    values = {}
    for name in PERSONS_IDENTIFIERS.names[1:]:
        type_ = "DATE" if name == "date_of_birth" else "VARCHAR"
        column = kinds.get(name)
        found = value(column, persons.formats.get(column.name, "")) if column else "NULL"
        values[name] = (type_, f"CAST({found} AS {type_})")
    _write(connection, persons, f"{IDENTIFIERS_CATALOGUE}.main.persons", values)


def write_content(connection: duckdb.DuckDBPyConnection, file: DataFile) -> tuple[int, int]:
    """Fill one table of the content store: the person key, then the columns that are content.

    Returns how many rows it has, and how many of them have dates but not one is filled in.
    """
    table = file.source.table
    target = f"{CONTENT_CATALOGUE}.main.{quoted(table.name)}"
    values = {column.name: _content(column, file) for column in table.columns if column.in_content}
    rows = _write(connection, file, target, values)
    dates = ", ".join(quoted(column.name) for column in table.with_role("event-date"))
    if not dates:
        return rows, 0
    query = f"SELECT count(*) FROM {target} WHERE coalesce({dates}) IS NULL"  # noqa: S608 names are checked
    (undated,) = connection.execute(query).fetchall()[0]
    return rows, undated


def _content(column: Column, file: DataFile) -> tuple[str, str]:
    return SQL_TYPES[column.type], content(column, file.formats.get(column.name, ""))


def _write(
    connection: duckdb.DuckDBPyConnection,
    file: DataFile,
    target: str,
    values: dict[str, tuple[str, str]],
) -> int:
    columns = ["person_key BIGINT", *(f"{quoted(name)} {type_}" for name, (type_, _) in values.items())]
    connection.execute(f"CREATE TABLE {target} ({', '.join(columns)})")
    source = staged(file.source.table.name)
    rows = int(connection.execute(f"SELECT count(*) FROM {source}").fetchall()[0][0])  # noqa: S608 names are checked
    parts = rows // _SORTED_AT_ONCE + 1
    chosen = ", ".join([KEYED_KEY, *(expression for _, expression in values.values())])
    for part in range(parts):
        first, last = part * _KEYS // parts, (part + 1) * _KEYS // parts - 1
        connection.execute(
            f"INSERT INTO {target} SELECT {chosen} FROM {source} JOIN {KEYED} "  # noqa: S608 names are checked
            f"ON {KEYED_PERSON} = {person(file.source.person)} "
            f"WHERE {KEYED_KEY} BETWEEN {first} AND {last} ORDER BY {KEYED_KEY}"
        )
    return rows
