"""The person key: a random number for each person, the only thing the two stores share."""

from __future__ import annotations

import os

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from outcomelab.holdings.datafile import DataFile
from outcomelab.holdings.staging import staged
from outcomelab.holdings.values import person

# Names that no column of a dictionary can have, so that none is ever mistaken for them.
KEYED = 'temp.main."#keyed"'
KEYED_PERSON = '"#keyed"."#person"'
KEYED_KEY = '"#keyed"."#key"'


def person_keys(number: int) -> npt.NDArray[np.int64]:
    """`number` distinct positive 63-bit integers from the operating system's randomness."""
    keys = np.empty(0, dtype=np.int64)
    while len(keys) < number:
        drawn = np.frombuffer(os.urandom(8 * (number - len(keys))), dtype=np.int64) & np.iinfo(np.int64).max
        together = np.concatenate([keys, drawn])
        _, first = np.unique(together, return_index=True)
        # The order drawn is kept: sorted keys would follow the order of the file.
        keys = together[np.sort(first)]
        keys = keys[keys > 0]
    return keys


def give_person_keys(connection: duckdb.DuckDBPyConnection, persons: DataFile) -> int:
    """Give every staged person a person key, in a table in memory; how many persons there are.

    The table lives as long as the connection: afterwards nothing ties a person number to its key.
    """
    table = staged(persons.source.table.name)
    (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0]  # noqa: S608 names are checked
    keys = pa.table({"place": np.arange(1, count + 1), "#key": person_keys(count)})
    connection.register("#keys", keys)
    connection.execute(
        f'CREATE TEMP TABLE "#keyed" AS SELECT "#person", "#key" FROM '  # noqa: S608 names are checked
        f'(SELECT {person(persons.source.person)} AS "#person", row_number() OVER () AS place FROM {table}) '
        f'JOIN "#keys" USING (place)'
    )
    connection.unregister("#keys")
    return int(count)
