"""The design: everyone comparable, one standardised row each.

Columns are kept as they came and read a block of rows at a time: standardised and written out, millions of rows
would take more memory than anything else here, and longer to write than all their readings take.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from outcomelab.impact.arrays import Bools, Floats, Ints, read_only
from outcomelab.impact.kernels import add_cells, add_numbers, bend, sum_cells, sum_numbers

_BLOCK = 8_192  # rows; a block of some twenty columns stays near the processor
_FOUR = 4  # numbers that one pass over a block takes


@dataclass(frozen=True)
class Number:
    """A column of numbers, `held` as they are (n), less their `mean` and over their `spread`."""

    held: Floats
    mean: float
    spread: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "held", read_only(self.held))

    def at(self, place: slice) -> Floats:
        """The column's values there, as they are."""
        return self.held[place]


@dataclass(frozen=True)
class Curve(Number):
    """How a number bends: level up to `low`, from there on for a `length` of so many `unit`s the square of the
    distance, beyond that the tangent, so that nobody far out counts for more than on a straight line."""

    low: float
    unit: float
    length: float

    def at(self, place: slice) -> Floats:
        """The curve there, reckoned anew at each reading: none is kept."""
        return read_only(bend(self.held[place], self.low, 1 / self.unit, self.length))


@dataclass(frozen=True)
class Cells:
    """q columns that hang on one code a row (`held`, n): `table` (codes × q) has the standardised rows."""

    held: npt.NDArray[np.uint16]
    table: Floats

    @property
    def width(self) -> int:
        """q."""
        return int(self.table.shape[1])


@dataclass(frozen=True)
class Matrix:
    """`size` (n) rows; p standardised columns: the `numbers`, then those of all `cells`."""

    size: int
    numbers: tuple[Number, ...]
    cells: tuple[Cells, ...] = ()

    def __len__(self) -> int:
        return self.size

    @property
    def width(self) -> int:
        """p, the number of columns."""
        return len(self.numbers) + sum(one.width for one in self.cells)

    def among(self, places: Ints) -> Matrix:
        """The matrix of those rows alone (places 0 to n − 1), standardised as before."""
        numbers = tuple(replace(one, held=one.held[places]) for one in self.numbers)
        return Matrix(len(places), numbers, tuple(replace(one, held=one.held[places]) for one in self.cells))

    def only(self, columns: Sequence[int]) -> Matrix:
        """The matrix of those columns alone (0 to p − 1, rising)."""
        cells = []
        for one, place in self._cells():
            mine = [column - place.start for column in columns if place.start <= column < place.stop]
            cells += [replace(one, table=np.ascontiguousarray(one.table[:, mine]))] if mine else []
        numbers = tuple(self.numbers[column] for column in columns if column < len(self.numbers))
        return Matrix(self.size, numbers, tuple(cells))

    def take(self, places: Ints) -> Floats:
        """Those rows written out: len(places) × p."""
        return self.among(places)._written(slice(0, len(places)), np.ones(len(places)))[:, 1:]

    def blocks(self) -> Iterator[tuple[slice, Floats]]:
        """All rows in their order, a block after the other: where it stands, and its rows × (p + 1) written out,
        each with a leading 1."""
        for place in self._places():
            yield place, self._written(place, np.ones(place.stop - place.start))

    def linear(self, coefficients: Floats) -> Floats:
        """Intercept (the first coefficient) and the rows' products with the p others: n values."""
        found = np.empty(self.size)
        for place, _, products in self._products(coefficients):
            found[place] = products
        return found

    def sums(self, value: Floats) -> Floats:
        """Σ v x over all rows of their `value` (n), x with a leading 1: p + 1."""
        return self._summed((place, self._read(place), value[place]) for place in self._places())

    def slope(self, coefficients: Floats, value: Callable[[slice, Floats], Floats]) -> Floats:
        """The same of a `value` that hangs on where a block of rows stands and on its products with the
        coefficients: each row comes from memory once."""
        products = self._products(coefficients)
        return self._summed((place, read, value(place, found)) for place, read, found in products)

    def mean_of(self, among: Bools) -> Floats:
        """The mean of each column over the rows `among` (n truth values)."""
        found = self.sums(among.astype(np.float64))
        return np.asarray(found[1:] / found[0])

    def gram(self, weight: Floats) -> Floats:
        """Σ w x xᵀ over all rows of their `weight` (n, none below 0), x with a leading 1: (p + 1) × (p + 1)."""
        found = np.zeros((self.width + 1, self.width + 1))
        for place in self._places():
            if weight[place].any():
                rows = self._written(place, np.sqrt(weight[place]))
                found += rows.T @ rows
        return found

    def _places(self) -> Iterator[slice]:
        for first in range(0, self.size, _BLOCK):
            yield slice(first, min(first + _BLOCK, self.size))

    def _cells(self) -> Iterator[tuple[Cells, slice]]:
        """The cells, each with the place of its columns."""
        first = len(self.numbers)
        for one in self.cells:
            yield one, slice(first, first + one.width)
            first += one.width

    def _written(self, place: slice, times: Floats) -> Floats:
        """A block written out, with a leading 1, each row multiplied by `times`."""
        rows = np.empty((len(times), self.width + 1), order="F")
        rows[:, 0] = times
        for column, number in zip(rows.T[1:], self.numbers, strict=False):
            np.subtract(number.at(place), number.mean, out=column)
            column /= number.spread
            column *= times
        for cells, columns in self._cells():
            rows[:, 1:][:, columns] = cells.table[cells.held[place]] * times[:, None]
        return rows

    def _fours(self) -> list[tuple[Number, ...]]:
        """The numbers four by four, the last again to fill up."""
        fours = (self.numbers[first : first + _FOUR] for first in range(0, len(self.numbers), _FOUR))
        return [four + four[-1:] * (_FOUR - len(four)) for four in fours]

    def _read(self, place: slice) -> list[tuple[Floats, ...]]:
        """A block's numbers as they are, four by four."""
        return [tuple(number.at(place) for number in four) for four in self._fours()]

    def _products(self, coefficients: Floats) -> Iterator[tuple[slice, list[tuple[Floats, ...]], Floats]]:
        """Each block's place, its numbers as they were read, and the intercept with its rows' products."""
        slopes = coefficients[1:]
        fours = self._fours()
        by = np.zeros((len(fours), _FOUR))
        by.ravel()[: len(self.numbers)] = slopes[: len(self.numbers)] / self._spreads
        means = [tuple(number.mean for number in four) for four in fours]
        amounts = [(cells.held, cells.table @ slopes[columns]) for cells, columns in self._cells()]
        for place in self._places():
            found = np.full(place.stop - place.start, coefficients[0])
            read = self._read(place)
            for (a, b, c, d), mean, slope in zip(read, means, by, strict=True):
                add_numbers(found, a, b, c, d, mean, slope)
            for held, amount in amounts:
                add_cells(found, held[place], amount)
            yield place, read, found

    def _summed(self, values: Iterable[tuple[slice, list[tuple[Floats, ...]], Floats]]) -> Floats:
        fours = self._fours()
        means = [tuple(number.mean for number in four) for four in fours]
        whole, numbers = 0.0, np.zeros((len(fours), _FOUR))
        sums = [np.zeros(len(one.table)) for one in self.cells]
        for place, read, value in values:
            whole += float(value.sum())
            for (a, b, c, d), mean, row in zip(read, means, numbers, strict=True):
                row += sum_numbers(value, a, b, c, d, mean)
            for one, cells in zip(sums, self.cells, strict=True):
                sum_cells(value, cells.held[place], one)
        tables = (one @ cells.table for one, cells in zip(sums, self.cells, strict=True))
        return np.concatenate([[whole], numbers.ravel()[: len(self.numbers)] / self._spreads, *tables])

    @property
    def _spreads(self) -> Floats:
        return np.array([number.spread for number in self.numbers], dtype=np.float64)
