"""The name filter: 1,024 bits that two similar names share most of (docs/encoding.md, “The name filter”).

After Schnell, Bachteler and Reiher 2009 (bigrams, keyed bits); diffusion after Armknecht, Heng and Schnell
2023: each new bit is the exclusive or of five old ones, so that no bit stands for a bigram any more.
"""

from __future__ import annotations

import hmac

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.uint64]

BITS, WORDS = 1024, 16
A_BIGRAM_SETS = 38
MIXED = 5
_SOME = 8192  # names or records at once
_LANE = 64


def bigrams(name: str) -> list[str]:
    """The bigrams of every word of a name, each word between two `_`."""
    found = []
    for word in name.split(" "):
        framed = f"_{word}_"
        found += [framed[place : place + 2] for place in range(len(framed) - 1)]
    return found


def name_filters(key: bytes, names: tuple[str, ...]) -> Words:
    """The filter of each name (n × 16 words), and in the last row the empty one."""
    known: dict[str, int] = {}
    filters = np.zeros((len(names) + 1, WORDS), np.uint64)
    masks = np.zeros((0, WORDS), np.uint64)
    for start in range(0, len(names), _SOME):
        some = [[known.setdefault(b, len(known)) for b in bigrams(name)] for name in names[start : start + _SOME]]
        new = list(known)[len(masks) :]
        masks = np.concatenate([masks, *(_mask(key, bigram) for bigram in new)])
        lengths = np.fromiter(map(len, some), np.intp, len(some))
        flat = np.fromiter((place for each in some for place in each), np.intp, int(lengths.sum()))
        starts = np.cumsum(lengths) - lengths
        filters[start : start + len(some)] = np.bitwise_or.reduceat(masks[flat], starts)
    return filters


def places(key: bytes, bigram: str) -> npt.NDArray[np.intp]:
    """The 38 bits, some of them perhaps twice, that a bigram sets."""
    text = bigram.encode("utf-8", "surrogatepass")
    return np.concatenate([_sixteen(key, text, round_) for round_ in range(3)])[:A_BIGRAM_SETS]


def _mask(key: bytes, bigram: str) -> Words:
    """The bits of one bigram, as one row of 16 words."""
    bits = np.zeros(BITS, np.uint8)
    bits[places(key, bigram)] = 1
    return np.packbits(bits, bitorder="little").view("<u8").astype(np.uint64)[np.newaxis]


def sources(key: bytes) -> npt.NDArray[np.intp]:
    """For each bit of a diffused filter (1,024), the five bits of the plain one that it is made of."""
    chosen = []
    for bit in range(BITS):
        found: dict[int, None] = {}
        round_ = 0
        while len(found) < MIXED:
            found.update(dict.fromkeys(_sixteen(key, bit.to_bytes(2, "big"), round_).tolist()))
            round_ += 1
        chosen.append(list(found)[:MIXED])
    return np.array(chosen, np.intp)


def diffused(filters: Words, five: npt.NDArray[np.intp]) -> Words:
    """Filters (n × 16 words) with every bit replaced by the exclusive or of `five` (see `sources`)."""
    out = np.empty_like(filters)
    for start in range(0, len(filters), _SOME):
        some = filters[start : start + _SOME]
        lanes = -(-len(some) // _LANE)
        padded = np.zeros((lanes * _LANE, WORDS), np.uint64)
        padded[: len(some)] = some
        old = _turned(padded)
        new = old[five[:, 0]]
        for place in range(1, MIXED):
            new ^= old[five[:, place]]
        out[start : start + len(some)] = _turned_back(new)[: len(some)]
    return out


def _turned(filters: Words) -> Words:
    """From records × words to bits × lanes: word l of row b has bit b of the records 64 l … 64 l + 63."""
    lanes = len(filters) // _LANE
    squares = _transposed(filters.reshape(lanes, _LANE, WORDS))
    return np.ascontiguousarray(squares.transpose(2, 1, 0)).reshape(BITS, lanes)


def _turned_back(bits: Words) -> Words:
    lanes = bits.shape[1]
    squares = np.ascontiguousarray(bits.reshape(WORDS, _LANE, lanes).transpose(2, 1, 0))
    return _transposed(squares).reshape(lanes * _LANE, WORDS)


def _transposed(squares: Words) -> Words:
    """Every 64 × 64 square of bits along the second axis turned over its diagonal, in place.

    Halves change places, then quarters, and so on (Warren 2012, Hacker's Delight, section 7–3).
    """
    lanes = squares.shape[0]
    width = _LANE // 2
    mask = np.uint64((1 << width) - 1)
    while width:
        halves = squares.reshape(lanes, _LANE // (2 * width), 2, width, WORDS)
        upper, lower = halves[:, :, 0], halves[:, :, 1]
        moved = ((upper >> np.uint64(width)) ^ lower) & mask
        lower ^= moved
        upper ^= moved << np.uint64(width)
        width //= 2
        mask ^= mask << np.uint64(width)
    return squares


def _sixteen(key: bytes, text: bytes, round_: int) -> npt.NDArray[np.intp]:
    """Sixteen places: the 16-bit numbers, modulo 1,024, of the HMAC-SHA256 of a text and the round's byte."""
    digest = hmac.digest(key, text + bytes([round_]), "sha256")
    return (np.frombuffer(digest, ">u2") % BITS).astype(np.intp)
