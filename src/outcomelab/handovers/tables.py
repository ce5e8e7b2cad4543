"""A frequency table that has been cleared: what `outcomelab protect TABLE` writes."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

TOTAL = "Total"


@dataclass(frozen=True)
class TableFigures:
    """`cells`: one row a cell, margins included: the columns of `by` (strings, `Total` in a margin), `count`
    (rounded to `base`, null where withheld) and `withheld` (boolean). `primary` cells were withheld for being
    too small, `secondary` so that no subtraction gives those back."""

    by: tuple[str, ...]
    cells: pa.Table
    threshold: int
    base: int
    primary: int
    secondary: int
