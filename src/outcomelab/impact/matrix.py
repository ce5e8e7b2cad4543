"""The design's columns, standardised a block of rows at a time: the whole matrix is never copied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from outcomelab.impact.arrays import Bools, Floats, Ints

_BLOCK = 65_536  # rows; a block of twenty columns stays near the processor


@dataclass(frozen=True)
class Matrix:
    """n rows and p standardised columns: (value − `mean`) ÷ `spread` of each of the `columns` (N values each)
    at `rows` (n places in them)."""

    columns: tuple[Floats, ...]
    rows: Ints
    mean: Floats
    spread: Floats

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def width(self) -> int:
        """p, the number of columns."""
        return len(self.columns)

    def mean_of(self, among: Bools) -> Floats:
        """The mean of each standardised column over the rows `among` (n truth values)."""
        rows = self.rows[among]
        means = np.array([float(column[rows].mean()) for column in self.columns])
        return np.asarray((means - self.mean) / self.spread, dtype=np.float64)

    def times(self, coefficients: Floats) -> Floats:
        """The rows' products with p `coefficients`: n values."""
        product = np.empty(len(self))
        for place, block in self.blocks():
            product[place] = block @ coefficients
        return product

    def among(self, places: Ints) -> Matrix:
        """The matrix of those rows alone, standardised as before."""
        return replace(self, rows=self.rows[places])

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


def standardised(columns: tuple[Floats, ...], rows: Ints) -> Matrix:
    """`columns` (N values each) at `rows`, standardised over those; every column must vary there."""
    taken = [column[rows] for column in columns]
    mean = np.array([float(column.mean()) for column in taken])
    return Matrix(columns, rows, mean, np.array([float(column.std()) for column in taken]))
