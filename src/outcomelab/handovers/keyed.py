"""A table of persons with a key for each cell, by which its noise is drawn."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa


@dataclass(frozen=True)
class KeyedCells:
    """Every cell of a table and of its margins: `codes`, one column of text each of `by` (`Total` in a margin), a
    row a cell; `persons`, distinct ones in each; `keys`, the sum of their record keys mod 2⁶⁴."""

    by: tuple[str, ...]
    codes: pa.Table
    persons: npt.NDArray[np.int64]
    keys: npt.NDArray[np.uint64] = field(repr=False)


@dataclass(frozen=True)
class PerturbedFigures:
    """`cells`: one row a cell, margins included: the columns of `by`, `count` (with noise; null where withheld)
    and `withheld`. Noise is at most `most` either way, of this `variance`. Cells don't add up."""

    by: tuple[str, ...]
    cells: pa.Table
    threshold: int
    most: int
    variance: float
