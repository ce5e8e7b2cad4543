"""How far a cell can be from its value, by what adds up: linear programs, each from where the last one ended."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array

from outcomelab.disclosure.suppress.problem import Bools, Need, Problem, known

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Ints32 = npt.NDArray[np.int32]
CLOSE = 1e-6
_PRIMAL = 4


@dataclass(frozen=True)
class Reached:
    """`amount`: how far the cell of a need can go. `moves`: one way of it going there, of every cell. `prices`:
    of every relation, how much it holds back (the dual values). `holding`: of every cell, whether how far it may
    move holds the need's cell back; it goes no further when all others are let loose."""

    amount: float
    moves: Floats
    prices: Floats
    holding: Bools


class Attacker:
    """Moves of the cells `open_cells` of a problem that keep all sums, the other cells standing still.

    Once the clock (`time.monotonic`) is past `ends`, whatever is asked raises TimeoutError.
    """

    def __init__(self, problem: Problem, open_cells: Bools, ends: float = np.inf) -> None:
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
        self._asked = np.zeros(0, dtype=np.int32)
        self._ends = ends

    def reach(self, need: Need, below: Floats, above: Floats) -> Reached:
        """How far the cell of `need` can go, up to what is needed, when `cells` may move so far down and up.

        Raises ArithmeticError when the solver fails.
        """
        low, high = -below, above.copy()
        seen = self._place[known(self._problem, need)]
        low[seen[seen >= 0]] = high[seen[seen >= 0]] = 0.0
        target = int(self._place[need.cell])
        low[target], high[target] = (-1.0, need.amount) if need.sign > 0 else (-need.amount, 1.0)
        solution = self._solved(low, high, np.array([target], np.int32), np.array([float(need.sign)]))
        moves, prices = self._whole(solution.col_value), np.zeros(self._problem.relations.shape[0])
        prices[self._rows] = solution.row_dual
        holding = np.abs(self._whole(solution.col_dual)) > CLOSE
        return Reached(float(need.sign * moves[need.cell]), moves, prices, holding)

    def reach_together(self, cells: Ints, signs: Floats, amounts: Floats, below: Floats, above: Floats) -> Floats:
        """One way of all cells moving in which many of `cells` go by `amounts` up (sign 1) or down (−1): the
        sum of the shares of it that they reach is as large as can be. What they do not reach shows nothing.

        `below`, `above`: as in `reach`. Raises ArithmeticError when the solver fails.
        """
        low, high, here = -below, above.copy(), self._place[cells]
        high[here] = np.where(signs > 0, np.minimum(high[here], amounts), high[here])
        low[here] = np.where(signs < 0, np.maximum(low[here], -amounts), low[here])
        return self._whole(self._solved(low, high, here.astype(np.int32), signs / amounts).col_value)

    def _whole(self, of_open: Sequence[float]) -> Floats:
        every = np.zeros(len(self._place))
        every[self.cells] = of_open
        return every

    def _solved(self, low: Floats, high: Floats, targets: Ints32, prices: Floats) -> highspy.HighsSolution:
        """The moves that are worth most."""
        highs = self._highs
        highs.changeColsBounds(len(low), self._columns, low, high)
        highs.changeColsCost(len(self._asked), self._asked, np.zeros(len(self._asked)))
        highs.changeColsCost(len(targets), targets, prices)
        self._asked = targets
        if run(highs, self._ends) != highspy.HighsModelStatus.kOptimal:
            highs.clearSolver()
            if run(highs, self._ends) != highspy.HighsModelStatus.kOptimal:
                raise ArithmeticError("the linear program of an attack could not be solved")
        return highs.getSolution()


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


def run(highs: highspy.Highs, ends: float) -> highspy.HighsModelStatus:
    """Solve, until the clock is at `ends`. Raises TimeoutError when it is then not done."""
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError
    if np.isfinite(left):  # HiGHS counts what earlier runs of the same solver took
        highs.setOptionValue("time_limit", highs.getRunTime() + left)
    highs.run()
    status = highs.getModelStatus()
    if status == highspy.HighsModelStatus.kTimeLimit:
        raise TimeoutError
    return status
