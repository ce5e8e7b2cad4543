"""The vault: who each release was about, encrypted. One file an entry, sealed to its number in the ledger.

AES-256-GCM (NIST SP 800-38D) under keys that HKDF-SHA256 (RFC 5869) derives from the vault's own. Persons are
numbered in the order in which they first came to the ledger, those of one release in the order of their member
numbers, which are keyed hashes: the order says nothing.
"""

from __future__ import annotations

import hmac
import io
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12
Ints = npt.NDArray[np.int64]
Arrays = Mapping[str, npt.NDArray[Any]]
_TABLE = "table."


@dataclass(frozen=True)
class Members:
    """One entry's file. `new`: member numbers that come to the ledger with it, in order. `sets`: the persons of
    each population, by their places in the ledger (populations × persons so far), true for members. `reasons`: of
    a refusal, what a checker may read. `table`: of a table, what it holds (see `ledger.table`)."""

    new: Ints = field(repr=False)
    sets: npt.NDArray[np.bool_] = field(repr=False)
    reasons: str = ""
    table: Arrays = field(default_factory=dict, repr=False)


def seal(members: Members, key: bytes, number: int) -> bytes:
    """The file's content."""
    written = io.BytesIO()
    table: dict[str, Any] = {f"{_TABLE}{name}": array for name, array in members.table.items()}
    np.savez_compressed(
        written,
        new=members.new,
        sets=np.packbits(members.sets, axis=1, bitorder="little"),
        persons=np.array(members.sets.shape[1]),
        reasons=np.frombuffer(members.reasons.encode("utf-8"), dtype=np.uint8),
        **table,
    )
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(_derived(key, b"members")).encrypt(nonce, written.getvalue(), _bound(number))


def unseal(content: bytes, key: bytes, number: int) -> Members | None:
    """What `seal` wrote; None when it was changed, is of another key, or of another entry."""
    try:
        plain = AESGCM(_derived(key, b"members")).decrypt(content[:_NONCE], content[_NONCE:], _bound(number))
    except (InvalidTag, ValueError):
        return None
    with np.load(io.BytesIO(plain), allow_pickle=False) as found:
        persons = int(found["persons"])
        sets = np.unpackbits(found["sets"], axis=1, count=persons, bitorder="little").astype(np.bool_)
        table = {name.removeprefix(_TABLE): found[name] for name in found.files if name.startswith(_TABLE)}
        return Members(found["new"], sets, found["reasons"].tobytes().decode("utf-8"), table)


def mark(key: bytes, *parts: bytes) -> str:
    """A keyed fingerprint (HMAC-SHA256) of what a release is: equal for equal ones, silent without the key."""
    made = hmac.new(_derived(key, b"mark"), digestmod="sha256")
    for part in parts:
        made.update(len(part).to_bytes(8, "big") + part)
    return made.hexdigest()


def _derived(key: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, None, b"outcomelab ledger 1, " + purpose).derive(key)


def _bound(number: int) -> bytes:
    return f"ledger entry {number}".encode("ascii")
