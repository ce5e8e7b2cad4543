"""The cheapest way for a cell to move as far as it has to: what to withhold for one need beside all that is."""

from __future__ import annotations

import highspy
import numpy as np
from scipy.sparse import csc_array, hstack

from outcomelab.disclosure.suppress.attacker import CLOSE, quiet, run
from outcomelab.disclosure.suppress.problem import Bools, Floats, Need, Problem, known


class Ways:
    """Moves of the cells that may be withheld, each paid for by how far it goes: a linear stand-in for the price
    of withholding it (Kelly, Golden & Assad 1992, Cell suppression, Networks 22)."""

    def __init__(self, problem: Problem, ends: float) -> None:
        self._ends = ends
        self._problem = problem
        self._open = problem.primary | problem.free
        matrix = csc_array(hstack([problem.relations, -problem.relations]))
        self._highs = quiet()
        lp = highspy.HighsLp()
        lp.num_row_, lp.num_col_ = matrix.shape
        lp.col_cost_ = lp.col_lower_ = lp.col_upper_ = np.zeros(matrix.shape[1])
        lp.row_lower_ = lp.row_upper_ = np.zeros(matrix.shape[0])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = matrix.indptr, matrix.indices, matrix.data
        self._highs.setOptionValue("presolve", "off")
        self._highs.passModel(lp)
        self._columns = np.arange(matrix.shape[1], dtype=np.int32)

    def cheapest(self, need: Need, price: Floats) -> Bools | None:
        """The cells that move in the cheapest way, each costing `price` when it moves by all that is needed."""
        up = np.where(self._open, need.amount, 0.0)
        down = np.where(self._open, np.minimum(self._problem.values, need.amount), 0.0)
        still = known(self._problem, need)
        up[still] = down[still] = 0.0
        low = np.zeros(2 * len(up))
        up[need.cell] = down[need.cell] = 0.0
        high = np.concatenate([up, down])
        target = need.cell + (0 if need.sign > 0 else len(up))
        low[target] = high[target] = need.amount
        self._highs.changeColsBounds(len(high), self._columns, low, high)
        self._highs.changeColsCost(len(high), self._columns, np.tile(price / need.amount, 2))
        if run(self._highs, self._ends) != highspy.HighsModelStatus.kOptimal:
            return None
        moved = np.array(self._highs.getSolution().col_value).reshape(2, -1)
        return np.asarray(np.abs(moved[0] - moved[1]) > CLOSE)
