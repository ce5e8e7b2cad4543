"""The design's columns, standardised a block of rows at a time: the whole matrix is never copied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np

from outcomelab.impact.arrays import Floats, Ints

_BLOCK = 65_536  # rows; a block of twenty columns stays near the processor


@dataclass(frozen=True)
class Matrix:
    """n rows and p standardised columns: (value − `mean`) ÷ `spread` of each of the `columns` (N values each)
    at `rows` (n places in them)."""

    columns: tuple[Floats, ...]
    rows: Ints
    mean: Floats
    spread: Floats

    @classmethod
    def of(cls, columns: tuple[Floats, ...], rows: Ints) -> Self:
        """Standardised over `rows`; every column must vary there."""
        taken = [column[rows] for column in columns]
        return cls(
            columns,
            rows,
            np.array([float(column.mean()) for column in taken]),
            np.array([float(column.std()) for column in taken]),
        )

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def width(self) -> int:
        """p, the number of columns."""
        return len(self.columns)

    def take(self, places: Ints) -> Floats:
        """Those rows (places 0 to n − 1), standardised: len(places) × p."""
        rows = self.rows[places]
        block = np.empty((len(rows), self.width))
        for number, column in enumerate(self.columns):
            block[:, number] = (column[rows] - self.mean[number]) / self.spread[number]
        return block

    def blocks(self) -> Iterator[tuple[slice, Floats]]:
        """All rows in their order, a block after the other: where it stands, and its rows × p values."""
        for first in range(0, len(self), _BLOCK):
            place = slice(first, min(first + _BLOCK, len(self)))
            yield place, self.take(np.arange(place.start, place.stop))
