"""Exact strata: people who are the same in all that must be the same."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from outcomelab.impact.arrays import Ints


def strata_of(table: pa.Table, exact: tuple[str, ...]) -> Ints:
    """A number for each combination of values, nulls a value of their own, in the order of the values."""
    strata = np.zeros(table.num_rows, dtype=np.int64)
    for name in exact:
        codes = table[name].combine_chunks().dictionary_encode()
        values = [str(value) for value in [*codes.dictionary.to_pylist(), None]]
        place = np.empty(len(values), dtype=np.int32)
        place[np.argsort(np.array(values), kind="stable")] = np.arange(len(values))
        strata *= len(values)
        strata += place[codes.indices.fill_null(len(values) - 1).to_numpy(zero_copy_only=False)]
    return strata
