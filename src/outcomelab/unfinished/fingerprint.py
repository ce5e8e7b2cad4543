"""What a linkage is of, in 32 bytes: both sides as they are compared, and how they are compared."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


class _Digest(Protocol):
    def update(self, data: bytes, /) -> None: ...


def fingerprint(sides: Iterable[pa.Table], settings: str) -> bytes:
    """SHA-256 over every value of the tables, in their order, and over `settings`. Columns are texts, dates,
    numbers or truths. As hard to guess as all of it together."""
    digest = hashlib.sha256(settings.encode())
    for table in sides:
        digest.update(f"|{table.num_rows}".encode())
        for name in table.column_names:
            digest.update(f"|{name}|{table.schema.field(name).type}|".encode())
            for chunk in table[name].chunks:
                _add(digest, chunk)
    return digest.digest()


def _add(digest: _Digest, values: pa.Array) -> None:
    # What lies in memory where a value is missing is anything: it is filled in first.
    if pa.types.is_string(values.type):
        lengths = pc.binary_length(values).fill_null(-1)
        digest.update(_bytes_of(lengths))
        filled = values.fill_null("")
        offsets = np.frombuffer(filled.buffers()[1], np.int32)[filled.offset : filled.offset + len(filled) + 1]
        if len(filled) and offsets[-1] > offsets[0]:
            digest.update(filled.buffers()[2].slice(int(offsets[0]), int(offsets[-1] - offsets[0])))
        return
    digest.update(np.packbits(values.is_valid().to_numpy(zero_copy_only=False)).tobytes())
    narrow = {pa.date32(): pa.int32(), pa.bool_(): pa.int8()}.get(values.type)
    numbers = values if narrow is None else values.cast(narrow)
    digest.update(_bytes_of(numbers.fill_null(0)))


def _bytes_of(numbers: pa.Array) -> bytes:
    return bytes(numbers.to_numpy(zero_copy_only=False).tobytes())
