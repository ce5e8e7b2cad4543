"""The door itself: identifiers into one store, content into the other, each by person key."""

from __future__ import annotations

from itertools import pairwise

import duckdb

from outcomelab.engines.duck import STORE
from outcomelab.handovers.holding import PERSONS_IDENTIFIERS
from outcomelab.holdings.datafile import DataFile
from outcomelab.holdings.names import quoted
from outcomelab.holdings.person_keys import KEYED, KEYED_KEY, KEYED_PERSON
from outcomelab.holdings.staging import staged
from outcomelab.holdings.values import SQL_TYPES, content, person, value_of

IDENTIFIERS_CATALOGUE = "identifiers"
CONTENT_CATALOGUE = "content"

# Rows are written in the order of their person keys, so that they do not follow the file's order, which
# is often the alphabet's. What is sorted at once must fit in memory, since nothing may spill to disk.
_SORTED_AT_ONCE = 5_000_000
_DEALT = 8  # tables that rows are dealt out into, or parts that are sorted one after the other, at most
_KEYS = 1 << 63


def write_identifiers(connection: duckdb.DuckDBPyConnection, persons: DataFile) -> None:
    """Fill the identifiers store: `persons`, as PERSONS_IDENTIFIERS says; kinds the file lacks are null."""
    kinds = {column.identifier: column for column in persons.source.table.columns if column.identifier}
    values = {}
    for name in PERSONS_IDENTIFIERS.names[1:]:
        type_ = "DATE" if name == "date_of_birth" else "VARCHAR"
        column = kinds.get(name)
        found = value_of(column, persons) if column else "NULL"
        values[name] = (type_, f"CAST({found} AS {type_})")
    _write(connection, persons, f"{IDENTIFIERS_CATALOGUE}.main.persons", values)


def write_content(connection: duckdb.DuckDBPyConnection, file: DataFile) -> tuple[int, int]:
    """Fill one table of the content store: the person key, then the columns that are content.

    Returns how many rows it has, and how many of them have dates but not one is filled in.
    """
    table = file.source.table
    target = f"{CONTENT_CATALOGUE}.main.{quoted(table.name)}"
    values = {one.name: (SQL_TYPES[one.type], content(one, file)) for one in table.columns if one.in_content}
    rows = _write(connection, file, target, values)
    dates = ", ".join(quoted(column.name) for column in table.with_role("event-date"))
    if not dates:
        return rows, 0
    query = f"SELECT count(*) FROM {target} WHERE coalesce({dates}) IS NULL"  # noqa: S608 names are checked
    (undated,) = connection.execute(query).fetchall()[0]
    return rows, undated


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
    named = [f"{expression} AS {quoted(name)}" for name, (_, expression) in values.items()]
    keyed = (
        f"(SELECT {', '.join([f'{KEYED_KEY} AS person_key', *named])} "  # noqa: S608 names are checked
        f"FROM {source} JOIN {KEYED} ON {KEYED_PERSON} = {person(file.source.person)})"
    )
    _in_order(connection, keyed, target, rows, 0, _KEYS)
    return rows


def _in_order(
    connection: duckdb.DuckDBPyConnection, source: str, target: str, rows: int, first: int, beyond: int
) -> None:
    """Put into `target`, in their order, the rows of `source` whose person keys are from `first` to before
    `beyond`, about `rows` of them. Many are first dealt out into tables that may be dealt out again, so that
    eight times as many cost each row one more writing and eight more looks."""
    parts = min(rows // _SORTED_AT_ONCE + 1, _DEALT)
    edges = [first + (beyond - first) * part // parts for part in range(parts + 1)]
    for low, high in pairwise(edges):
        found = f"SELECT * FROM {source} WHERE person_key BETWEEN {low} AND {high - 1}"  # noqa: S608 names are checked
        if rows // parts <= _SORTED_AT_ONCE:
            connection.execute(f"INSERT INTO {target} {found} ORDER BY person_key")
        else:
            dealt = f'{STORE}.main."#dealt {low} {high}"'  # no table of a dictionary can have this name
            connection.execute(f"CREATE TABLE {dealt} AS {found}")
            _in_order(connection, dealt, target, rows // parts, low, high)
            connection.execute(f"DROP TABLE {dealt}")
            connection.execute(f"CHECKPOINT {STORE}")  # its room is for the next one
