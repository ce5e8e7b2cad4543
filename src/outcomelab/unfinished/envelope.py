"""A table of numbers in an encrypted file: whole and unchanged, or as if it were not there."""

from __future__ import annotations

import secrets
import struct
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

# Rows sealed at once: the cipher takes no more than 2 GiB, and they are copied on the way.
_ROWS = 1_000_000
_LENGTH = struct.Struct(">Q")
_NONCE = 12


def seal(table: pa.Table, path: Path, key: bytes, step: str) -> None:
    """Write `table` to `path`, encrypted by AES-256-GCM (NIST SP 800-38D) and bound to the name of its `step`.

    Raises OSError; there is then no such file.
    """
    cipher, part = AESGCM(key), path.with_name(f".{path.name}.part")
    batches = table.to_batches(_ROWS) or [pa.RecordBatch.from_pylist([], table.schema)]
    try:
        with part.open("wb") as file:
            for place, batch in enumerate(batches):
                nonce = secrets.token_bytes(_NONCE)
                sealed = cipher.encrypt(nonce, _as_bytes(batch), _bound(step, place, place == len(batches) - 1))
                file.write(_LENGTH.pack(len(sealed)) + nonce)
                file.write(sealed)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def unseal(path: Path, key: bytes, step: str) -> pa.Table | None:
    """What `seal` wrote; None when the file is missing, cut off, changed, or of another key or step."""
    cipher, batches = AESGCM(key), list[pa.Table]()
    with suppress(OSError, InvalidTag, struct.error, pa.ArrowException), path.open("rb") as file:
        size = path.stat().st_size
        while file.tell() < size:
            length = _LENGTH.unpack(file.read(_LENGTH.size))[0]
            nonce, sealed = file.read(_NONCE), file.read(min(length, size))
            if len(sealed) != length:
                return None
            bound = _bound(step, len(batches), file.tell() == size)
            with pa.ipc.open_stream(cipher.decrypt(nonce, sealed, bound)) as stream:
                batches.append(stream.read_all())
        return pa.concat_tables(batches)
    return None


def _as_bytes(batch: pa.RecordBatch) -> bytes:
    out = pa.BufferOutputStream()
    with pa.ipc.new_stream(out, batch.schema) as stream:
        stream.write_batch(batch)
    return bytes(out.getvalue().to_pybytes())


def _bound(step: str, place: int, last: bool) -> bytes:
    """What a piece is sealed with, so that none can be moved, left out or taken for another."""
    return f"{step}|{place}|{last}".encode()
