"""Numbers of persons: keyed hashes by which the ledger knows them again, or numbers that serve once."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from outcomelab.engines.duck import memory
from outcomelab.engines.keyed_hash import first_64_bits, pads


def members(persons: pa.ChunkedArray, key: bytes | None) -> pa.Array:
    """A number for each row's person: 63 bits of HMAC-SHA256 of their number as text under `key`, as a holding
    registered under that key has it (see `holdings.members`); without a key in the order in which they come."""
    codes = _text(persons).combine_chunks().dictionary_encode()
    if key is None:
        return codes.indices.cast(pa.int64())
    connection = memory()
    try:
        connection.register(
            "persons", pa.table({"place": np.arange(len(codes.dictionary)), "person": codes.dictionary})
        )
        numbers = connection.execute(
            f"SELECT CAST(({first_64_bits('encode(person)')} >> 1) AS BIGINT) AS member "  # noqa: S608 no input
            "FROM persons ORDER BY place",
            pads(key),
        ).to_arrow_table()["member"]
    finally:
        connection.close()
    return pa.array(numbers.to_numpy()[codes.indices.to_numpy()])


def _text(persons: pa.ChunkedArray) -> pa.ChunkedArray:
    """Numbers as text, the same for 7 and 7.0."""
    if pa.types.is_floating(persons.type):
        numbers = persons.to_numpy()
        if np.array_equal(numbers, np.floor(numbers)):
            persons = pa.chunked_array([pa.array(numbers.astype(np.int64))])
    return persons.cast(pa.string())
