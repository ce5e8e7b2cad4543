"""Keyed hashes made in DuckDB, many at once: HMAC-SHA256 (RFC 2104), which it has no function for."""

from __future__ import annotations

_BLOCK = 64  # of SHA-256, in bytes
_INNER, _OUTER = 0x36, 0x5C


def first_64_bits(message: str) -> str:
    """SQL for the first 64 bits, as UBIGINT, of the HMAC-SHA256 of `message` (SQL for a BLOB), under the key that
    `pads` gives as parameters."""
    inner = f"unhex(sha256($inner::BLOB || {message}))"
    return f"('0x' || left(sha256($outer::BLOB || {inner}), 16))::UBIGINT"


def pads(key: bytes) -> dict[str, bytes]:
    """A key of at most 64 bytes as HMAC-SHA256 takes it in: `inner` and `outer` block."""
    block = key.ljust(_BLOCK, b"\0")
    return {"inner": bytes(byte ^ _INNER for byte in block), "outer": bytes(byte ^ _OUTER for byte in block)}
