"""Sets of persons as bits: one row a set, 64 persons a word. Everything about many persons is done on words."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.uint64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
_BLOCK = 64  # sets


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


def distinct(words: Words) -> tuple[Ints, Ints]:
    """Sets told apart: of each that there is, the place where it comes first (in order), and of every set, which
    of those it is."""
    _, first, same = np.unique(_rows(words), return_index=True, return_inverse=True)
    order = np.argsort(first)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return first[order].astype(np.int64), place[same].astype(np.int64)


def atoms(words: Words, persons: int) -> tuple[Bools, Ints]:
    """Persons who are in the same sets, put together: those of no set left out.

    Returns which atoms each set has (s × atoms) and how many persons each atom stands for.
    """
    signature = _signatures(words, persons)
    signature = signature[signature.any(axis=1)]
    _, first, count = np.unique(_rows(signature), return_index=True, return_counts=True)
    sets = np.unpackbits(signature[first], axis=1, count=len(words), bitorder="little").astype(np.bool_)
    return np.ascontiguousarray(sets.T), count.astype(np.int64)


def _signatures(words: Words, persons: int) -> npt.NDArray[np.uint8]:
    """Of each person, the sets they are in, eight to a byte."""
    made = np.zeros((persons, -(-len(words) // 8)), dtype=np.uint8)
    for first in range(0, len(words), _BLOCK):
        some = np.ascontiguousarray(unpacked(words[first : first + _BLOCK], persons).T)
        there = np.packbits(some, axis=1, bitorder="little")
        made[:, first // 8 : first // 8 + there.shape[1]] = there
    return made


def _rows(table: Words | npt.NDArray[np.uint8]) -> npt.NDArray[np.void]:
    """Each row as one value, which NumPy tells apart by its bytes, far quicker than number by number."""
    whole = np.ascontiguousarray(table)
    return whole.view(np.dtype((np.void, whole.shape[1] * whole.itemsize))).ravel()
