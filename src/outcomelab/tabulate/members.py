"""Numbers of persons: keyed hashes by which the ledger knows them again, or numbers that serve once."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from outcomelab.engines.duck import memory

_BLOCK, _INNER, _OUTER = 64, 0x36, 0x5C  # HMAC-SHA256, RFC 2104


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
            "SELECT CAST((('0x' || left(sha256("
            "$outer::BLOB || unhex(sha256($inner::BLOB || encode(person)))"
            "), 16))::UBIGINT >> 1) AS BIGINT) AS member FROM persons ORDER BY place",
            pads(key),
        ).to_arrow_table()["member"]
    finally:
        connection.close()
    return pa.array(numbers.to_numpy()[codes.indices.to_numpy()])


def pads(key: bytes) -> dict[str, bytes]:
    """A key as HMAC-SHA256 takes it in: `inner` and `outer` block."""
    block = key.ljust(_BLOCK, b"\0")
    return {"inner": bytes(byte ^ _INNER for byte in block), "outer": bytes(byte ^ _OUTER for byte in block)}


def _text(persons: pa.ChunkedArray) -> pa.ChunkedArray:
    """Numbers as text, the same for 7 and 7.0."""
    if pa.types.is_floating(persons.type):
        numbers = persons.to_numpy()
        if np.array_equal(numbers, np.floor(numbers)):
            persons = pa.chunked_array([pa.array(numbers.astype(np.int64))])
    return persons.cast(pa.string())
