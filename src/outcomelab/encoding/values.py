"""Keyed numbers: V of single values and P of two together (docs/encoding.md, “Numbers”).

A column of texts is its distinct texts and, for every record, the place of its text among them: whatever is
asked of a text is asked once, however many people share it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB

Places = npt.NDArray[np.int32]
Numbers = npt.NDArray[np.uint64]
Bools = npt.NDArray[np.bool_]

_BLOCK = 64  # of SHA-256, in bytes


@dataclass(frozen=True)
class Texts:
    """`places`: for each record, which of `distinct` it has; −1 where it has none."""

    distinct: tuple[str, ...] = field(repr=False)
    places: Places = field(repr=False)

    def ruled(self, rule: Callable[[str], str | None]) -> Texts:
        """`rule` applied to every text; equal outcomes become one text, None no text."""
        made: dict[str, int] = {}
        moved = np.full(len(self.distinct) + 1, -1, np.int32)  # the last for those that have none
        for place, text in enumerate(self.distinct):
            if (ruled := rule(text)) is not None:
                moved[place] = made.setdefault(ruled, len(made))
        return Texts(tuple(made), moved[self.places])

    def or_else(self, other: Texts) -> Texts:
        """These texts, and `other`'s where a record has none."""
        moved = np.where(other.places >= 0, other.places + np.int32(len(self.distinct)), np.int32(-1))
        return Texts(self.distinct + other.distinct, np.where(self.places >= 0, self.places, moved))


def texts(column: pa.ChunkedArray) -> Texts:
    """A column of text."""
    encoded = column.cast(pa.string()).combine_chunks().dictionary_encode()
    places = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return Texts(tuple(encoded.dictionary.to_pylist()), places.astype(np.int32, copy=False))


@dataclass(frozen=True)
class Values:
    """Numbers of distinct texts and the place of each record's: what `Texts` becomes under the key."""

    numbers: Numbers = field(repr=False)
    places: Places = field(repr=False)

    def of(self, part: slice) -> tuple[Numbers, Bools]:
        """The numbers of some records, and which of them have one (0 where not)."""
        places = self.places[part]
        return self.numbers[places], places >= 0


def values(key: bytes, kind: str, column: Texts) -> Values:
    """V(kind, text) of every text: the first 8 bytes of its HMAC-SHA256 (RFC 2104), once per distinct text."""
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in key.ljust(_BLOCK, b"\0")))
    outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in key.ljust(_BLOCK, b"\0")))
    begun = inner.copy()
    begun.update(kind.encode() + b"\x1f")

    def first_bytes(text: str) -> bytes:
        within, without = begun.copy(), outer.copy()
        within.update(text.encode("utf-8", "surrogatepass"))
        without.update(within.digest())
        return without.digest()[:8]

    joined = b"".join(map(first_bytes, column.distinct))
    return Values(np.append(np.frombuffer(joined, ">u8").astype(np.uint64), np.uint64(0)), column.places)


@dataclass(frozen=True)
class Together:
    """P under one key: the first 8 bytes of AES-128 of the one block a ‖ b."""

    key: bytes = field(repr=False)

    def __call__(self, a: Numbers, b: Numbers) -> Numbers:
        """P(a, b) of every record, all blocks in one buffer."""
        blocks = np.empty((len(a), 2), ">u8")
        blocks[:, 0], blocks[:, 1] = a, b
        encryptor = Cipher(AES(self.key), ECB()).encryptor()  # noqa: S305 each block is a value, not a message
        out = np.frombuffer(encryptor.update(blocks.data.cast("B")), ">u8").reshape(-1, 2)
        return out[:, 0].astype(np.uint64)

    def in_either_order(self, a: Numbers, b: Numbers) -> Numbers:
        """P{a, b}: the lower of the two first."""
        return self(np.minimum(a, b), np.maximum(a, b))
