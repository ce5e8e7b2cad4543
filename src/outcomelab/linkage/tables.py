"""The two tables that are compared: standardised, checked, and numbered by what they say.

A record's number follows from a hash of its content, so neither the order of rows nor the person keys
can change which links are made, and the numbers themselves are a random order for sampling.
"""

# ruff: noqa: S608  every name in these queries is written here

from __future__ import annotations

from contextlib import suppress

import duckdb
import pyarrow as pa

from outcomelab.engines.duck import opened
from outcomelab.errors import LinkageError
from outcomelab.handovers.cohort import COHORT_IDENTIFIERS
from outcomelab.handovers.holding import PERSONS_IDENTIFIERS, IdentifierStore
from outcomelab.handovers.people import ALSO_COMPARED
from outcomelab.linkage.sides import HOLDING, LIST
from outcomelab.people.standardise import also_called, each_value, first_word, records

_NAMES = ("surname", "forename")
_TELLING = ("date_of_birth", "postcode", "service_number", "email")
# From this many records on, one date of birth for all is a mistake and not chance.
_MANY = 10

_COLUMNS = """
    surname, split_part(surname, ' ', 1) as surname_1,
    forename, forename_1, middle, sex, postcode, service_number,
    place, email, split_part(email, '@', 1) as email_name,
    date_of_birth as born, born_also,
    (year(date_of_birth) * 10000 + month(date_of_birth) * 100 + day(date_of_birth))::VARCHAR as born_text,
    year(date_of_birth) as born_year,
    month(date_of_birth) * 100 + day(date_of_birth) as born_day,
    case when day(date_of_birth) <= 12
        then make_date(year(date_of_birth), day(date_of_birth), month(date_of_birth)) end as born_swapped
"""
_CONTENT = "surname, forename, middle, sex, postcode, service_number, date_of_birth"


def read_persons(persons: IdentifierStore | pa.Table) -> pa.Table:
    """The persons of a holding, by `PERSONS_IDENTIFIERS`. Raises HoldingError if the store does not open,
    LinkageError if a column is missing or not of its type."""
    if isinstance(persons, pa.Table):
        return fitting(persons, PERSONS_IDENTIFIERS, HOLDING)
    with opened(persons) as connection:
        table = connection.sql("SELECT * FROM persons").to_arrow_table()
    return fitting(table, PERSONS_IDENTIFIERS, HOLDING)


def fitting(table: pa.Table, schema: pa.Schema, where: str) -> pa.Table:
    """`table` with the columns and types of `schema`, and those of `ALSO_COMPARED` that it has; without
    `born_also`, dates of birth have one reading each. Raises LinkageError naming what is missing."""
    if "born_also" in schema.names and "born_also" not in table.column_names:
        table = table.append_column("born_also", pa.nulls(table.num_rows, pa.date32()))
    schema = pa.schema([*schema, *(field for field in ALSO_COMPARED if field.name in table.column_names)])
    missing = [name for name in schema.names if name not in table.column_names]
    if missing:
        raise LinkageError(f"Linkage needs these columns, which {where} lacks: {', '.join(missing)}.")
    if not table.num_rows:
        raise LinkageError(f"There is nobody to link: {where} is empty.")
    fitted = None
    with suppress(pa.ArrowException):  # whose messages quote values: not even the error's context
        fitted = table.select(schema.names).cast(schema)
    if fitted is None:
        raise LinkageError(f"A column of {where} is not of the type that linkage needs.")
    key = fitted[schema.names[0]]
    if key.null_count or len(key.unique()) < len(key):
        raise LinkageError(f"In {where}, {schema.names[0]} must be given once, and once only, for each record.")
    return fitted


def prepare(
    connection: duckdb.DuckDBPyConnection,
    participants: pa.Table,
    persons: pa.Table,
    called: tuple[str, str] = (LIST, HOLDING),
) -> list[str]:
    """Make the tables `participants` and `persons` and return the identifiers both sides have.

    Both have `unique_id` (from 1, see above) and `key` (row or person key). `called`: what a message calls
    the two sides. Raises LinkageError when the identifiers cannot tell people apart.
    """
    standard = _whole(records(fitting(participants, COHORT_IDENTIFIERS, called[0])))
    names = each_value(standard["forename"], first_word)
    known = names.unique().drop_null()
    connection.register("listed", standard.append_column("forename_1", names))
    connection.register(
        "called",
        pa.table(
            {"name": known, "also": pa.array([_in_a_row(also_called(n)) for n in known.to_pylist()], pa.string())}
        ),
    )
    also = _told_besides(standard)
    connection.execute(
        "CREATE TABLE participants AS SELECT row_number() OVER ()::INTEGER AS unique_id, row AS key,"
        f" {_COLUMNS}, also"
        " FROM (SELECT listed.*, also FROM listed LEFT JOIN called ON forename_1 = name"
        f" ORDER BY hash({_CONTENT}, born_also{also}))"
    )
    connection.unregister("listed")
    connection.unregister("called")
    standard = _whole(records(persons))
    names = each_value(standard["forename"], first_word)
    connection.register("held", standard.append_column("forename_1", names))
    also = _told_besides(standard)
    connection.execute(
        "CREATE TABLE persons AS SELECT row_number() OVER ()::INTEGER AS unique_id, person_key AS key,"
        f" {_COLUMNS.replace('born_also', 'NULL::DATE AS born_also')}, NULL::VARCHAR AS also"
        f" FROM (FROM held ORDER BY hash({_CONTENT}{also}))"
    )
    connection.unregister("held")
    return usable(connection, called)


def usable(connection: duckdb.DuckDBPyConnection, called: tuple[str, str] = (LIST, HOLDING)) -> list[str]:
    """The identifiers (by the dictionary's names) that somebody has on either side.

    Raises LinkageError when there are none that could tell people apart, or when
    everybody has the same date of birth or the same name.
    """
    named = [
        ("date_of_birth", "born"),
        *((n, n) for n in (*_NAMES, "middle", "sex", "postcode", "service_number", *ALSO_COMPARED.names)),
    ]
    shared = [
        name for name, column in named if all(_given(connection, t, column) for t in ("participants", "persons"))
    ]
    if not any(name in shared for name in _TELLING) or (
        "service_number" not in shared and not any(name in shared for name in _NAMES)
    ):
        raise LinkageError(
            "The identifiers that both sides have cannot tell people apart. Linkage needs a name and a date "
            "of birth, postcode or e-mail address, or a service number."
        )
    for table, where in zip(("participants", "persons"), called, strict=True):
        for columns, words in (("born", "date of birth"), ("surname, forename", "name")):
            if _all_alike(connection, table, columns):
                raise LinkageError(
                    f"In {where} everybody has the same {words}, so it was filled in by mistake. "
                    "Leave out the column or put it right."
                )
    return shared


def _whole(standard: pa.Table) -> pa.Table:
    """With every column of `ALSO_COMPARED`, empty where the list has none."""
    for field in ALSO_COMPARED:
        if field.name not in standard.column_names:
            standard = standard.append_column(field, pa.nulls(standard.num_rows, field.type))
    return standard


def _in_a_row(names: list[str]) -> str | None:
    """Names as one text, a space on each side of every one; None for none."""
    return f" {' '.join(names)} " if names else None


def _told_besides(standard: pa.Table) -> str:
    """SQL for the columns of `ALSO_COMPARED` in which something is told, after a comma each."""
    told = (name for name in ALSO_COMPARED.names if standard[name].null_count < standard.num_rows)
    return "".join(f", {name}" for name in told)


def _all_alike(connection: duckdb.DuckDBPyConnection, table: str, columns: str) -> bool:
    given = (
        f"SELECT {columns}, count(*) AS n FROM {table} WHERE coalesce({columns}) IS NOT NULL GROUP BY {columns}"
    )
    values, people = connection.sql(f"SELECT count(*), coalesce(sum(n), 0) FROM ({given})").fetchall()[0]
    return bool(values == 1 and people >= _MANY)


def _given(connection: duckdb.DuckDBPyConnection, table: str, column: str) -> bool:
    return bool(connection.sql(f"SELECT count({column}) > 0 FROM {table}").fetchall()[0][0])
