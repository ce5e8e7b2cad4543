"""Days as whole numbers: days since 1 January 1970, as Arrow's date32 has them."""

from __future__ import annotations

import datetime as dt

import numpy as np
import numpy.typing as npt
import pyarrow as pa

NEVER = 2**30
_FIRST = dt.date(1970, 1, 1)


def number(day: dt.date) -> int:
    """The number of a day."""
    return (day - _FIRST).days


def dates(days: npt.NDArray[np.integer]) -> pa.Array:
    """Days as dates; null where they never come."""
    return pa.array(days.astype(np.int32), mask=days >= NEVER).cast(pa.date32())
