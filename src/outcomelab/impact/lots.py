"""Lots that settle ties: drawn from what rows hold, so that it does not matter where a row stands."""

from __future__ import annotations

import hashlib

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from outcomelab.impact.arrays import Floats, Ints


def content(table: pa.Table, names: tuple[str, ...]) -> Ints:
    """A number for each row, made from what it holds in the columns `names`; rows alike in all have the same."""
    made = np.zeros(table.num_rows, dtype=np.uint64)
    for name in names:
        made = _mixed(made ^ _mixed(_bits(table[name].combine_chunks())))
    return made.view(np.int64)


def lots(group: Ints, key: Ints, rest: Ints, seed: int) -> Ints:
    """A lot for each row, to put those of one `group` (0 and up) in order.

    Rows of a group are ranked by `key`, then `rest` (numbers as `content` makes them), and their ranks shuffled by
    `seed` and what the group's keys are together: as good as random, the same in any order of rows, and no outcome
    is favoured. Rows alike in both are the same to everyone.
    """
    order = np.lexsort((rest, key, group))
    begins = np.searchsorted(group[order], group[order], "left")
    rank = np.empty(len(order), dtype=np.uint64)
    rank[order] = (np.arange(len(order)) - begins).astype(np.uint64)
    seeds = np.zeros(int(group.max(initial=0)) + 1, dtype=np.uint64)
    np.add.at(seeds, group, key.view(np.uint64))
    drawn = _mixed(_mixed(seeds[group] + np.uint64(seed)) ^ _mixed(rank))
    return np.asarray(drawn >> np.uint64(1), dtype=np.int64)


def _bits(column: pa.Array) -> np.ndarray:
    """Each value as 64 bits."""
    kind = column.type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind):
        numbers: Floats = pc.fill_null(column.cast(pa.float64()), np.nan).to_numpy(zero_copy_only=False)
        return np.asarray((numbers + 0.0).view(np.uint64))  # minus zero is zero
    codes = pc.fill_null(column.cast(pa.string()), "").dictionary_encode()
    digests = [hashlib.blake2b(text.encode(), digest_size=8).digest() for text in codes.dictionary.to_pylist()]
    return np.asarray(np.frombuffer(b"".join(digests), dtype=np.uint64)[codes.indices.to_numpy()])


def _mixed(x: np.ndarray) -> np.ndarray:
    """SplitMix64's finaliser (Steele, Lea & Flood 2014)."""
    x = (x + np.uint64(0x9E3779B97F4A7C15)).astype(np.uint64)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(x ^ (x >> np.uint64(31)))
