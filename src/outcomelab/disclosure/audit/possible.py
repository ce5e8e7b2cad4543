"""Every table that could stand behind what is shown, as one linear program."""

from __future__ import annotations

import highspy
import numpy as np
from scipy.sparse import csc_array

from outcomelab.disclosure.audit.published import Floats, Ints, Published

_BEYOND = 1e3
_PRIMAL = 4


class Possible:
    """Tables with the figures shown: `lowest` and `highest` give the one that has least or most in a cell.

    What a reader knows without working it out is taken out first: figures that are shown to the unit.
    """

    def __init__(self, table: Published) -> None:
        loose = table.high > table.low
        self.cells = np.flatnonzero(loose)
        self._place = np.full(len(loose), -1)
        self._place[self.cells] = np.arange(len(self.cells))
        self._fixed = np.where(loose, 0.0, table.low)
        largest = float(table.high[np.isfinite(table.high)].max(initial=1.0))
        self.limit = _BEYOND * max(largest, 1.0)
        matrix = csc_array(table.equations[:, self.cells])
        right = -(table.equations @ self._fixed)
        self._low = table.low[self.cells]
        self._high = np.minimum(table.high[self.cells], self.limit * _BEYOND)
        self._columns = np.arange(len(self.cells), dtype=np.int32)
        self._highs = _solver(matrix, right, self._low, self._high)
        self._asked = 0

    def lowest(self, cell: int, still: Ints | None = None, at: Floats | None = None) -> Floats:
        """A possible table with as little as can be in `cell`; `still`: cells known to hold what `at` says."""
        return self._extreme(cell, 1.0, still, at)

    def highest(self, cell: int, still: Ints | None = None, at: Floats | None = None) -> Floats:
        """A possible table with as much as can be in `cell`, at most `limit`²."""
        return self._extreme(cell, -1.0, still, at)

    def _extreme(self, cell: int, sign: float, still: Ints | None, at: Floats | None) -> Floats:
        target = int(self._place[cell])
        if target < 0:
            return self._fixed
        low, high = self._low, self._high
        if still is not None and at is not None:
            low, high = low.copy(), high.copy()
            places = self._place[still]
            low[places[places >= 0]] = high[places[places >= 0]] = at[still[places >= 0]]
        self._highs.changeColsBounds(len(low), self._columns, low, high)
        self._highs.changeColCost(self._asked, 0.0)
        self._highs.changeColCost(target, sign)
        self._asked = target
        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            self._highs.clearSolver()
            self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError("the audit could not work out what a reader can")
        found = self._fixed.copy()
        found[self.cells] = self._highs.getSolution().col_value
        return found

    def unbounded(self, figure: float) -> bool:
        """Whether `figure` only says that there is no bound."""
        return figure > self.limit


class _Quiet(highspy.Highs):
    """HiGHS without callbacks, which nothing here uses: enabling them prints who it is."""

    def enableCallbacks(self) -> None:  # noqa: N802
        self.silent()


def _solver(matrix: csc_array, right: Floats, low: Floats, high: Floats) -> highspy.Highs:
    highs = _Quiet()  # type: ignore[no-untyped-call]
    highs.setOptionValue("presolve", "off")
    for option, value in {"threads": 1, "random_seed": 7, "simplex_strategy": _PRIMAL}.items():
        highs.setOptionValue(option, value)
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = matrix.shape
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = np.zeros(matrix.shape[1]), low, high
    lp.row_lower_ = lp.row_upper_ = right
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = matrix.indptr, matrix.indices, matrix.data
    highs.passModel(lp)
    return highs
