"""Sets of persons as bits: one row a set, 64 persons a word. Everything about many persons is done on words."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.uint64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


def packed(sets: Bools) -> Words:
    """Sets (s × persons, true for members) as words (s × ⌈persons / 64⌉)."""
    count, persons = sets.shape
    words = -(-persons // 64)
    whole = np.zeros((count, 64 * words), dtype=np.bool_)
    whole[:, :persons] = sets
    return np.packbits(whole, axis=1, bitorder="little").view(np.uint64).reshape(count, words)


def unpacked(words: Words, persons: int) -> Bools:
    """What `packed` packed."""
    raw = np.ascontiguousarray(words).view(np.uint8)
    return np.unpackbits(raw, axis=1, count=persons, bitorder="little").astype(np.bool_)


def sizes(words: Words) -> Ints:
    """How many persons each set has."""
    return np.asarray(np.bitwise_count(words).sum(axis=1, dtype=np.int64))


def shared(some: Words, others: Words) -> Ints:
    """How many persons each of `some` sets shares with each of the `others` (some × others)."""
    found = np.empty((len(some), len(others)), dtype=np.int64)
    for place, one in enumerate(some):
        found[place] = np.bitwise_count(others & one).sum(axis=1, dtype=np.int64)
    return found


def connected(start: Words, others: Words) -> Bools:
    """Which of the `others` hang together with `start` by persons they share, directly or through one another."""
    reached = np.bitwise_or.reduce(start, axis=0)
    inside = np.zeros(len(others), dtype=np.bool_)
    while True:
        new = ~inside & (others & reached).any(axis=1)
        if not new.any():
            return inside
        inside |= new
        reached = reached | np.bitwise_or.reduce(others[new], axis=0)


def atoms(words: Words, persons: int) -> tuple[Words, Ints]:
    """Persons who are in the same sets, put together: those of no set left out.

    Returns the sets over atoms (s × ⌈atoms / 64⌉) and how many persons each atom stands for.
    """
    signature = _signatures(words, persons)
    inside = signature.any(axis=1)
    found, count = np.unique(signature[inside], axis=0, return_counts=True)
    sets = np.unpackbits(found, axis=1, count=len(words), bitorder="little").T.astype(np.bool_)
    return packed(sets), count.astype(np.int64)


def _signatures(words: Words, persons: int) -> npt.NDArray[np.uint8]:
    """Of each person, the sets they are in, eight to a byte."""
    made = np.zeros((persons, -(-len(words) // 8)), dtype=np.uint8)
    for place in range(made.shape[1]):
        eight = unpacked(words[8 * place : 8 * place + 8], persons)
        made[:, place] = np.packbits(eight, axis=0, bitorder="little")[0]
    return made
