"""One value a person, from columns in which a person may have several rows."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from outcomelab.errors import UsageError

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def numbers(column: str, values: npt.ArrayLike) -> Floats:
    """The values as numbers. Raises UsageError unless they are one row of finite numbers."""
    try:
        found = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise UsageError(f"The column {column} must hold numbers.") from None
    if found.ndim != 1 or not np.isfinite(found).all():
        raise UsageError(f"The column {column} must hold numbers, none missing.")
    return found


def numbered(column: str, rows: int, persons: npt.ArrayLike | None) -> Ints:
    """The number of each row's person, from 0. One row is one person where none are given."""
    if persons is None:
        return np.arange(rows)
    given = np.asarray(persons)
    if given.shape != (rows,):
        raise UsageError(f"Give a person for each of the {rows} rows of {column}.")
    return np.asarray(np.unique(given, return_inverse=True)[1], dtype=np.int64).ravel()
