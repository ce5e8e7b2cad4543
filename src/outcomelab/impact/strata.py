"""Exact strata: people who are the same in all that must be the same."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from outcomelab.impact.arrays import Ints


def strata_of(table: pa.Table, exact: tuple[str, ...]) -> Ints:
    """A number for each combination of values, nulls a value of their own, in the order of the values."""
    strata = np.zeros(table.num_rows, dtype=np.int64)
    for name in exact:
        codes = table[name].combine_chunks().dictionary_encode(null_encoding="encode")
        order = np.argsort(np.array([str(value) for value in codes.dictionary.to_pylist()]), kind="stable")
        place = np.empty(len(order), dtype=np.int64)
        place[order] = np.arange(len(order))
        strata = strata * len(order) + place[codes.indices.to_numpy()]
    return strata
