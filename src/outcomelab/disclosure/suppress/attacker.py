"""How far a cell can be from its value, by what adds up: linear programs, each from where the last one ended."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array

from outcomelab.disclosure.suppress.problem import Bools, Need, Problem, known

Floats = npt.NDArray[np.float64]
CLOSE = 1e-6
_PRIMAL = 4


@dataclass(frozen=True)
class Reached:
    """`amount`: how far the cell of a need can go. `moves`: one way of it going there, of every cell. `prices`:
    of every relation, how much it holds back (the dual values)."""

    amount: float
    moves: Floats
    prices: Floats


class Attacker:
    """Moves of the cells `open_cells` of a problem that keep all sums, the other cells standing still."""

    def __init__(self, problem: Problem, open_cells: Bools) -> None:
        self.cells = np.flatnonzero(open_cells)
        self._problem = problem
        part = problem.relations[:, self.cells]
        self._rows = np.flatnonzero(np.diff(part.indptr))
        self._place = np.full(len(open_cells), -1)
        self._place[self.cells] = np.arange(len(self.cells))
        self._highs = quiet()
        self._highs.setOptionValue("presolve", "off")
        self._highs.setOptionValue("simplex_strategy", _PRIMAL)  # standing still is always possible
        self._highs.passModel(_program(csc_array(part[self._rows])))
        self._columns = np.arange(len(self.cells), dtype=np.int32)
        self._asked = 0

    def reach(self, need: Need, below: Floats, above: Floats) -> Reached:
        """How far the cell of `need` can go, up to what is needed, when `cells` may move so far down and up.

        Raises ArithmeticError when the solver fails.
        """
        low, high = -below, above.copy()
        seen = self._place[known(self._problem, need)]
        low[seen[seen >= 0]] = high[seen[seen >= 0]] = 0.0
        target = int(self._place[need.cell])
        low[target], high[target] = (-1.0, need.amount) if need.sign > 0 else (-need.amount, 1.0)
        self._highs.changeColsBounds(len(low), self._columns, low, high)
        self._highs.changeColCost(self._asked, 0.0)
        self._highs.changeColCost(target, float(need.sign))
        self._asked = target
        self._solve()
        solution = self._highs.getSolution()
        moves, prices = np.zeros(len(self._place)), np.zeros(self._problem.relations.shape[0])
        moves[self.cells], prices[self._rows] = solution.col_value, solution.row_dual
        return Reached(float(need.sign * moves[need.cell]), moves, prices)

    def _solve(self) -> None:
        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            self._highs.clearSolver()
            self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError("the linear program of an attack could not be solved")


def _program(matrix: csc_array) -> highspy.HighsLp:
    rows, columns = matrix.shape
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = columns, rows
    lp.col_cost_ = lp.col_lower_ = lp.col_upper_ = np.zeros(columns)
    lp.row_lower_ = lp.row_upper_ = np.zeros(rows)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = matrix.indptr, matrix.indices, matrix.data
    lp.sense_ = highspy.ObjSense.kMaximize
    return lp


class _Quiet(highspy.Highs):
    """HiGHS without callbacks, which nothing here uses: enabling them prints who it is."""

    def enableCallbacks(self) -> None:  # noqa: N802
        self.silent()


def quiet() -> highspy.Highs:
    """A solver that prints nothing, runs on one thread and does the same every time."""
    highs = _Quiet()  # type: ignore[no-untyped-call]
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("random_seed", 1)
    return highs
