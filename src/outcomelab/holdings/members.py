"""Member numbers: a keyed hash of the custodian's own number of a person, the same in every registration.

The ledger must know a person again next year, when the holding is registered anew and person keys are others. The
number is made where the custodian's is still in sight, by HMAC-SHA256 (RFC 2104) under a key of the holding's that
stays when the holding goes; 63 bits of it are kept, by person key, in the content store.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from outcomelab.engines.keyed_hash import first_64_bits, pads
from outcomelab.handovers.holding import MEMBERS
from outcomelab.holdings.keys import is_there, members_key, new_key, read_key
from outcomelab.holdings.person_keys import KEYED, KEYED_KEY, KEYED_PERSON
from outcomelab.holdings.split import CONTENT_CATALOGUE


def key_of_members(keys: Path, name: str) -> tuple[str, bool]:
    """The key of a holding's member numbers, and whether it is new and still to be kept."""
    path = members_key(keys, name)
    return (read_key(path), False) if is_there(path) else (new_key(), True)


def write_members(connection: duckdb.DuckDBPyConnection, key: str) -> None:
    """Fill the content store's table of person keys and member numbers."""
    connection.execute(
        f"CREATE TABLE {CONTENT_CATALOGUE}.main.{MEMBERS} AS "  # noqa: S608 names are ours
        f"SELECT {KEYED_KEY} AS person_key, CAST(({first_64_bits(f'encode({KEYED_PERSON})')} >> 1) AS BIGINT) "
        f"AS member FROM {KEYED} ORDER BY person_key",
        pads(bytes.fromhex(key)),
    )
