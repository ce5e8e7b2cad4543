"""Every table that could stand behind what is shown, as one linear program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array

from outcomelab.disclosure.audit.published import Floats, Ints, Published

Ints32 = npt.NDArray[np.int32]
_BEYOND = 1e3
_CLOSE = 1e-7
_LARGEST = 1e4  # what the largest figure shown is about, as the solver has it, whose errors are absolute
_ERROR = 1e-6  # of the unit: by how much a table found may not add up
_WARM: dict[str, str | int] = {"presolve": "off", "simplex_strategy": 4}  # primal: from the table found last
_MANY, _WAYS = 500, 2  # cells, and sums a cell is in, beyond which that takes longer than from the inside
_INSIDE: dict[str, str | int] = {"solver": "ipm", "run_crossover": "off"}  # any table will do, no corner


@dataclass(frozen=True)
class Wanted:
    """Cells to hold as much as `most` (`more`), and others as little as `least` (`less`)."""

    more: Ints
    most: Floats
    less: Ints
    least: Floats


class Possible:
    """Tables with the figures shown: `lowest` and `highest` give the one that has least or most in a cell.

    What a reader knows without working it out is taken out first: figures that are shown to the unit. `holding`:
    of every cell, whether what is known of it kept the last table found from going further. `limit`: a cell that
    can hold so much is taken to have no bound. `unit`: figures are solved for as so many of it, and right to about
    1e-7 of them. `asked`: the most that is asked of any cell.
    """

    def __init__(self, table: Published, asked: float = 0.0) -> None:
        loose = table.high > table.low
        self.cells = np.flatnonzero(loose)
        self._place = np.full(len(loose), -1)
        self._place[self.cells] = np.arange(len(self.cells))
        self._fixed = np.where(loose, 0.0, table.low)
        largest = float(table.high[np.isfinite(table.high)].max(initial=0.0))
        self.limit = _BEYOND * (largest or 1.0)
        self.unit = 2.0 ** np.floor(np.log2((max(largest, asked) or 1.0) / _LARGEST))
        matrix = csc_array(table.equations[:, self.cells])
        right = -(table.equations @ self._fixed) / self.unit
        self._low = table.low[self.cells] / self.unit
        self._high = np.minimum(table.high[self.cells], _BEYOND * max(self.limit, asked)) / self.unit
        self._columns = np.arange(len(self.cells), dtype=np.int32)
        self._matrix, self._right = matrix, right
        self._highs = _solver(matrix, right, self._low, self._high, _WARM)
        crossed = len(self.cells) >= _MANY and np.diff(matrix.indptr).max() > _WAYS
        self._inside = _solver(matrix, right, self._low, self._high, _INSIDE) if crossed else self._highs
        self.holding = np.zeros(len(loose), dtype=bool)

    def lowest(self, cell: int, still: Ints | None = None, at: Floats | None = None) -> Floats:
        """A possible table with as little as can be in `cell`; `still`: cells known to hold what `at` says."""
        return self._extreme(cell, 1.0, *self._known(still, at))

    def highest(
        self, cell: int, still: Ints | None = None, at: Floats | None = None, enough: float | None = None
    ) -> Floats:
        """A possible table with as much as can be in `cell`, or `enough` [default: `limit`]."""
        low, high = self._known(still, at)
        most = (self.limit if enough is None else enough) / self.unit
        high, target = high.copy(), self._place[cell]
        high[target] = max(min(high[target], most), low[target])
        return self._extreme(cell, -1.0, low, high)

    def reaching(self, wanted: Wanted, still: Ints | None = None, at: Floats | None = None) -> Floats | None:
        """A possible table in which many cells hold as much and as little as is `wanted` of them: what they lack
        of it, added up, is as little as can be. None when no table was found; that shows nothing.

        Of a large table by more than two columns by an interior-point method: a tenth of the time of going from
        corner to corner, which is the quicker where columns cross but once.
        """
        low, high = self._known(still, at)
        more, less = self._place[wanted.more], self._place[wanted.less]
        low, high = low.copy(), high.copy()
        here, there = more >= 0, less >= 0
        more, less = more[here], less[there]
        most, least = wanted.most[here] / self.unit, wanted.least[there] / self.unit
        high[more], low[less] = np.minimum(high[more], most), np.maximum(low[less], least)
        if (low > high).any():
            return None
        targets = np.concatenate([more, less]).astype(np.int32)
        price = np.concatenate([-1 / np.maximum(most, 1.0), 1 / np.maximum(least, 1.0)])
        solution = self._cheapest(self._inside, low, high, targets, price)
        if solution is None:
            return None
        values = np.clip(solution.col_value, low, high)
        if np.abs(self._matrix @ values - self._right).max(initial=0.0) > _ERROR:
            return None
        return self._whole(values)

    def _extreme(self, cell: int, sign: float, low: Floats, high: Floats) -> Floats:
        target = int(self._place[cell])
        if target < 0:
            return self._fixed
        solution = self._cheapest(self._highs, low, high, np.array([target], np.int32), np.array([sign]))
        if solution is None:
            raise ArithmeticError("the audit could not work out what a reader can")
        self.holding[self.cells] = np.abs(solution.col_dual) > _CLOSE
        return self._whole(np.array(solution.col_value))

    def _known(self, still: Ints | None, at: Floats | None) -> tuple[Floats, Floats]:
        if still is None or at is None:
            return self._low, self._high
        low, high, places = self._low.copy(), self._high.copy(), self._place[still]
        low[places[places >= 0]] = high[places[places >= 0]] = at[still[places >= 0]] / self.unit
        return low, high

    def _whole(self, values: Floats) -> Floats:
        found = self._fixed.copy()
        found[self.cells] = values * self.unit
        return found

    def _cheapest(
        self, highs: highspy.Highs, low: Floats, high: Floats, targets: Ints32, price: Floats
    ) -> highspy.HighsSolution | None:
        cost = np.zeros(len(low))
        cost[targets] = price
        highs.changeColsBounds(len(low), self._columns, low, high)
        highs.changeColsCost(len(low), self._columns, cost)
        highs.run()
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            highs.clearSolver()
            highs.run()
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return highs.getSolution()

    def unbounded(self, figure: float) -> bool:
        """Whether `figure` only says that there is no bound."""
        return figure > self.limit * (1 - _CLOSE)


class _Quiet(highspy.Highs):
    """HiGHS without callbacks, which nothing here uses: enabling them prints who it is."""

    def enableCallbacks(self) -> None:  # noqa: N802
        self.silent()


def _solver(
    matrix: csc_array, right: Floats, low: Floats, high: Floats, options: Mapping[str, str | int]
) -> highspy.Highs:
    highs = _Quiet()  # type: ignore[no-untyped-call]
    for option, value in {"threads": 1, "random_seed": 7, **options}.items():
        highs.setOptionValue(option, value)
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = matrix.shape
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = np.zeros(matrix.shape[1]), low, high
    lp.row_lower_ = lp.row_upper_ = right
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = matrix.indptr, matrix.indices, matrix.data
    highs.passModel(lp)
    return highs
