"""The name filter: a Bloom filter of all names' bigrams, and its diffusion (docs/encoding.md, "The name filter").

Filters are arrays of records × 16 words of 64 bits. A bigram's bits are computed once, a name's once for each
different name, and a record's are put together from its names'.
"""

from __future__ import annotations

import hmac

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from outcomelab.handovers.encoded import FILTER

Filters = npt.NDArray[np.uint64]
WORDS = len(FILTER)
BITS, A_BIGRAM, MIXED = 1024, 38, 5
_AT_ONCE, _MIXED_AT_ONCE = 65_536, 4_096


def filters(key: bytes, columns: tuple[pa.Array, ...]) -> Filters:
    """The filter of every record over the words of all `columns` (text, in the standard form)."""
    whole: Filters = np.zeros((len(columns[0]), WORDS), np.uint64)
    for column in columns:
        encoded = column.dictionary_encode()
        # The last place is a missing name's: no bits.
        masks = np.vstack([_of_names(key, encoded.dictionary.to_pylist()), np.zeros((1, WORDS), np.uint64)])
        places = encoded.indices.fill_null(len(masks) - 1).to_numpy(zero_copy_only=False)
        for start in range(0, len(places), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            whole[part] |= masks[places[part]]
    return whole


def diffused(key: bytes, whole: Filters) -> Filters:
    """Each bit replaced by the exclusive or of five, which ones depending on the key (Armknecht, Heng and
    Schnell 2023)."""
    places = _places(key)
    out = np.zeros_like(whole)
    for start in range(0, len(whole), _MIXED_AT_ONCE):
        part = whole[start : start + _MIXED_AT_ONCE]
        padded = np.zeros((-(-len(part) // 64) * 64, WORDS), np.uint64)
        padded[: len(part)] = part
        bits = _bits_by_records(padded)
        mixed = bits[places[:, 0]]
        for column in range(1, MIXED):
            mixed ^= bits[places[:, column]]
        out[start : start + _MIXED_AT_ONCE] = _records_by_bits(mixed)[: len(part)]
    return out


def set_bits(whole: Filters) -> npt.NDArray[np.int16]:
    """How many bits of each filter are set."""
    counts: npt.NDArray[np.int16] = np.bitwise_count(whole).sum(axis=1, dtype=np.int16)
    return counts


def bigram_bits(key: bytes, bigram: str) -> npt.NDArray[np.intp]:
    """The places of a bigram's bits, some perhaps twice."""
    told = b"".join(hmac.digest(key, bigram.encode() + bytes([i]), "sha256") for i in range(3))
    return (np.frombuffer(told, ">u2")[:A_BIGRAM] % BITS).astype(np.intp)


def _of_names(key: bytes, names: list[str]) -> Filters:
    known: dict[str, int] = {}
    flat: list[int] = []
    starts: list[int] = []
    for name in names:
        starts.append(len(flat))
        for word in name.split(" "):
            padded = f"_{word}_"
            flat += [known.setdefault(padded[i : i + 2], len(known)) for i in range(len(padded) - 1)]
    if not flat:
        return np.zeros((len(names), WORDS), np.uint64)
    masks = np.zeros((len(known), BITS), np.uint8)
    for bigram, place in known.items():
        masks[place, bigram_bits(key, bigram)] = 1
    words = np.packbits(masks, axis=1, bitorder="little").view(np.uint64)
    return np.asarray(np.bitwise_or.reduceat(words[flat], starts, axis=0))


def _bits_by_records(part: Filters) -> Filters:
    """From records × 16 words to 1,024 bits × words of 64 records: one operation then serves 64 records."""
    blocks = np.ascontiguousarray(part.reshape(-1, 64, WORDS).transpose(1, 2, 0)).reshape(64, -1)
    return _turned(blocks).reshape(64, WORDS, -1).transpose(1, 0, 2).reshape(BITS, -1)


def _records_by_bits(bits: Filters) -> Filters:
    """The way back."""
    blocks = np.ascontiguousarray(bits.reshape(WORDS, 64, -1).transpose(1, 0, 2)).reshape(64, -1)
    return np.ascontiguousarray(_turned(blocks).reshape(64, WORDS, -1).transpose(2, 0, 1)).reshape(-1, WORDS)


def _turned(blocks: Filters) -> Filters:
    """Every column of 64 words, as a square of 64 × 64 bits, with rows and columns exchanged, in place (Warren,
    Hacker's Delight, 2nd edition, section 7-3)."""
    for width in (32, 16, 8, 4, 2, 1):
        low = np.uint64(sum(((1 << width) - 1) << place for place in range(0, 64, 2 * width)))
        halves = blocks.reshape(32 // width, 2, width, -1)
        upper, lower = halves[:, 0], halves[:, 1]
        crossing = ((upper >> np.uint64(width)) ^ lower) & low
        lower ^= crossing
        upper ^= crossing << np.uint64(width)
    return blocks


def _places(key: bytes) -> npt.NDArray[np.intp]:
    """For each new bit the five old ones."""
    rows = []
    for bit in range(BITS):
        row: dict[int, None] = {}
        block = 0
        while len(row) < MIXED:
            told = hmac.digest(key, bit.to_bytes(2, "big") + bytes([block]), "sha256")
            row |= dict.fromkeys((np.frombuffer(told, ">u2") % BITS).tolist())
            block += 1
        rows.append(list(row)[:MIXED])
    return np.array(rows, np.intp)
