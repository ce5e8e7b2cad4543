"""The two encoded lists as tables to compare: of one key, one version, and able to tell people apart."""

# ruff: noqa: S608  every name in these queries is written here

from __future__ import annotations

from contextlib import suppress

import duckdb
import numpy as np
import pyarrow as pa

from outcomelab.errors import LinkageError
from outcomelab.handovers.encoded import ENCODED, Encoded, Encoding

LIST, REGISTER = "the encoded list", "the encoded register"
_DIFFERENT = {
    "format": "in two versions of the encoding. Encode both with the same version of the program",
    "project": "for two projects, which are not meant to be compared. Take the list made for this project",
    "key": "with two different keys. Ask both sides which key they used, and encode one of them again",
    "hardening": "with two different hardenings. Encode one of them again, with the other's --hardening",
    "standard": "from two standard forms of names. Encode both with the same version of the program",
}
# From this many records on, one value for all is a mistake and not chance.
_MANY = 10


def refuse_unlike(one: Encoding, other: Encoding) -> None:
    """Raise LinkageError when the two were not encoded alike, in words that say how they differ."""
    for field, how in _DIFFERENT.items():
        if getattr(one, field) != getattr(other, field):
            raise LinkageError(f"The list and the register were encoded {how}.")


def prepare(connection: duckdb.DuckDBPyConnection, participants: Encoded, persons: Encoded) -> frozenset[str]:
    """Make the tables `participants` and `persons` and return the columns that somebody has on both sides.

    Both get `unique_id` (from 1, in an order that follows from a hash of the content) and `key` (the row).
    Raises LinkageError when the two were not encoded alike, are not what they say they are, or cannot tell
    people apart.
    """
    refuse_unlike(participants.encoding, persons.encoding)
    names = [name for name in ENCODED.names if name != "row"]
    for table, encoded, where in (("participants", participants, LIST), ("persons", persons, REGISTER)):
        records = fitting(encoded.records, where)
        connection.register("handed", records)
        content = connection.sql(f"SELECT hash({', '.join(names)}) AS content FROM handed").fetchnumpy()["content"]
        # Numbered here, the wide records stay where they are: DuckDB would carry them through its sorting.
        number = np.empty(len(content), np.int32)
        number[np.argsort(content, kind="stable")] = np.arange(1, len(content) + 1)
        connection.register("handed", records.append_column("unique_id", pa.array(number)))
        connection.execute(f"CREATE TABLE {table} AS SELECT unique_id, row AS key, {', '.join(names)} FROM handed")
        connection.unregister("handed")
    shared = _given(connection, "participants", names) & _given(connection, "persons", names)
    _refuse_useless(connection, shared)
    return shared


def fitting(table: pa.Table, where: str) -> pa.Table:
    """`table` by the schema `ENCODED`, with a row for each record. Raises LinkageError, naming it `where`."""
    fitted = None
    with suppress(pa.ArrowException, KeyError):  # whose messages quote values
        fitted = table.select(ENCODED.names).cast(ENCODED)
    if fitted is None:
        raise LinkageError(f"The columns of {where} are not those of an encoding. Encode it again.")
    if not fitted.num_rows:
        raise LinkageError(f"There is nobody to link: {where} is empty.")
    if fitted["row"].null_count or len(fitted["row"].unique()) < fitted.num_rows:
        raise LinkageError(f"In {where}, row must be given once, and once only, for each record.")
    return fitted


def _given(connection: duckdb.DuckDBPyConnection, table: str, names: list[str]) -> frozenset[str]:
    row = connection.sql(f"SELECT {', '.join(f'count({name}) > 0' for name in names)} FROM {table}").fetchall()[0]
    return frozenset(name for name, there in zip(names, row, strict=True) if there)


def _refuse_useless(connection: duckdb.DuckDBPyConnection, shared: frozenset[str]) -> None:
    if "service_number" not in shared and not ("ones" in shared and shared & {"born", "postcode"}):
        raise LinkageError(
            "The identifiers that both sides have encoded cannot tell people apart. Linkage needs a name and a "
            "date of birth or postcode, or a service number."
        )
    for table, where in (("participants", LIST), ("persons", REGISTER)):
        for column, words in (("born", "date of birth"), ("pair", "name")):
            values, people = connection.sql(
                f"SELECT count(DISTINCT {column}), count({column}) FROM {table}"
            ).fetchall()[0]
            if values == 1 and people >= _MANY:
                raise LinkageError(
                    f"In {where} everybody has the same {words}, so it was filled in by mistake. "
                    "Leave out the column or put it right, and encode the list again."
                )
