"""The design: everyone comparable, one standardised row each. Read in place, a block of rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from outcomelab.impact.arrays import Bools, Floats, Ints
from outcomelab.impact.kernels import product

_BLOCK = 8_192  # rows; a block of some twenty columns stays near the processor


@dataclass(frozen=True)
class Matrix:
    """`values`: n rows and p standardised columns, rows side by side in memory."""

    values: Floats

    def __len__(self) -> int:
        return len(self.values)

    @property
    def width(self) -> int:
        """p, the number of columns."""
        return int(self.values.shape[1])

    def take(self, places: Ints) -> Floats:
        """Those rows (places 0 to n − 1): len(places) × p."""
        return np.asarray(self.values[places], dtype=np.float64)

    def among(self, places: Ints) -> Matrix:
        """The matrix of those rows alone, standardised as before."""
        return Matrix(self.take(places))

    def mean_of(self, among: Bools) -> Floats:
        """The mean of each column over the rows `among` (n truth values)."""
        return np.asarray(self.values[among].mean(axis=0), dtype=np.float64)

    def linear(self, coefficients: Floats) -> Floats:
        """Intercept (the first coefficient) and the rows' products with the p others: n values."""
        return np.asarray(product(self.values, coefficients), dtype=np.float64)

    def gram(self, weight: Floats) -> Floats:
        """Σ w x xᵀ over all rows, x with a leading 1: (p + 1) × (p + 1)."""
        found = np.zeros((self.width + 1, self.width + 1))
        for place, block in self.blocks():
            if weight[place].any():
                full = np.column_stack([np.ones(len(block)), block])
                found += (full * weight[place][:, None]).T @ full
        return found

    def blocks(self) -> Iterator[tuple[slice, Floats]]:
        """All rows in their order, a block after the other: where it stands, and its rows × p values."""
        for first in range(0, len(self), _BLOCK):
            place = slice(first, first + _BLOCK)
            yield place, self.values[place]
