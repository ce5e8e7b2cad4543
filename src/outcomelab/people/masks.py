"""Masks and days over all rows of a file at once, no row on its own."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Bools = npt.NDArray[np.bool_]
Days = npt.NDArray[np.datetime64]
Ints = npt.NDArray[np.int64]


def filled(column: pa.Array) -> Bools:
    """Where a column has a value."""
    return np.asarray(column.is_valid().to_numpy(zero_copy_only=False), dtype=bool)


def true_where(mask: pa.Array) -> Bools:
    """An Arrow mask as NumPy's; null is false."""
    return np.asarray(mask.fill_null(False).to_numpy(zero_copy_only=False), dtype=bool)
