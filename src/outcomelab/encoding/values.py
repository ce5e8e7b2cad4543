"""Numbers for single values and for two values together (docs/encoding.md, "Numbers").

A value's number is computed once for each different value; pairs of numbers are encrypted all at once. Neither
loops over people.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB

_SEPARATOR = b"\x1f"


@dataclass(frozen=True)
class Digests:
    """One unsigned 64-bit number a record (`numbers`), where `there`."""

    numbers: npt.NDArray[np.uint64] = field(repr=False)
    there: npt.NDArray[np.bool_] = field(repr=False)

    def signed(self) -> pa.Array:
        """As a column: signed, null where missing."""
        return pa.array(self.numbers.view(np.int64), pa.int64(), mask=~self.there)


def each(key: bytes, kind: str, column: pa.Array, rule: Callable[[str], str | None] | None = None) -> Digests:
    """V(kind, text) of every text of `column`, changed by `rule` first; missing where that gives None."""
    encoded = column.dictionary_encode()
    texts: list[str | None] = encoded.dictionary.to_pylist()
    if rule:
        texts = [None if text is None else rule(text) for text in texts]
    numbers = np.array([0 if text is None else _digest(key, kind, text) for text in texts] or [0], np.uint64)
    given = np.array([text is not None for text in texts] or [False], bool)
    places = encoded.indices.fill_null(0).to_numpy(zero_copy_only=False)
    valid = encoded.indices.is_valid().to_numpy(zero_copy_only=False)
    return Digests(numbers[places], valid & given[places])


def together(key: bytes, one: Digests, other: Digests) -> Digests:
    """P(a, b) for every record that has both."""
    blocks = np.empty((len(one.numbers), 2), ">u8")
    blocks[:, 0], blocks[:, 1] = one.numbers, other.numbers
    # Single blocks of two secret numbers, so the electronic code book is a table nobody has: no mode is needed.
    encryptor = Cipher(AES(key), ECB()).encryptor()  # noqa: S305
    whole = encryptor.update(blocks.tobytes()) + encryptor.finalize()
    first = np.frombuffer(whole, ">u8").reshape(-1, 2)[:, 0].astype(np.uint64)
    return Digests(first, one.there & other.there)


def either_way(key: bytes, one: Digests, other: Digests) -> Digests:
    """P{a, b}: the same whichever of the two comes first."""
    lower = Digests(np.minimum(one.numbers, other.numbers), one.there)
    return together(key, lower, Digests(np.maximum(one.numbers, other.numbers), other.there))


def _digest(key: bytes, kind: str, text: str) -> int:
    return int.from_bytes(hmac.digest(key, kind.encode() + _SEPARATOR + text.encode(), "sha256")[:8], "big")
