"""The choice of cells that costs least among those that no cut known so far forbids."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass

import highspy
import numpy as np

from outcomelab.disclosure.suppress.attacker import quiet, run
from outcomelab.disclosure.suppress.cuts import Cut
from outcomelab.disclosure.suppress.problem import GIVEN_AWAY, Bools, Floats, Problem
from outcomelab.errors import DisclosureRefused

_FEASIBLE = 2


@dataclass(frozen=True)
class Relaxed:
    """`bound`: no safe choice costs less. `x`: of every cell, how much of it is withheld (0–1; 0 for primary
    cells). `reduced`: what withholding a cell would add to the bound."""

    bound: float
    x: Floats
    reduced: Floats


@dataclass(frozen=True)
class Chosen:
    """`bound`: no safe choice costs less. `withheld`: a choice, primary cells not included; None when the solver
    found none in time."""

    bound: float
    withheld: Bools | None


class Master:
    """The cuts known so far, and the linear and the integer program over them; the linear one until `ends`."""

    def __init__(self, problem: Problem, ends: float) -> None:
        self._ends = ends
        self._problem = problem
        self._cells = np.flatnonzero(problem.free)
        self._place = np.full(len(problem.values), -1, dtype=np.int32)
        self._place[self._cells] = np.arange(len(self._cells))
        self._cuts: dict[tuple[bytes, bytes], Cut] = {}
        self._highs = quiet()
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self._cells), 0
        lp.col_cost_ = problem.cost[self._cells]
        lp.col_lower_, lp.col_upper_ = np.zeros(len(self._cells)), np.ones(len(self._cells))
        self._highs.passModel(lp)

    @property
    def cuts(self) -> tuple[Cut, ...]:
        """All of them."""
        return tuple(self._cuts.values())

    def add(self, cuts: Iterable[Cut]) -> int:
        """Take cuts in; how many of them are new."""
        new = {cut.key: cut for cut in cuts if cut.key not in self._cuts}
        for cut in new.values():
            places = self._place[cut.cells]
            self._highs.addRow(1.0, highspy.kHighsInf, len(places), places, cut.weights)
        self._cuts |= new
        return len(new)

    def relaxed(self) -> Relaxed:
        """The linear program's solution. Raises DisclosureRefused when no choice of free cells keeps all cuts,
        ArithmeticError when the solver fails, TimeoutError at `ends`."""
        status = run(self._highs, self._ends)
        if status == highspy.HighsModelStatus.kInfeasible:
            raise DisclosureRefused(GIVEN_AWAY)
        if status not in (
            highspy.HighsModelStatus.kOptimal,
            highspy.HighsModelStatus.kModelEmpty,
        ):
            raise ArithmeticError("the linear program of suppression could not be solved")
        x, reduced = np.zeros(len(self._place)), np.zeros(len(self._place))
        if len(self._cells) and self._cuts:
            solution = self._highs.getSolution()
            x[self._cells] = np.clip(solution.col_value, 0.0, 1.0)
            reduced[self._cells] = solution.col_dual
        return Relaxed(float(self._problem.cost @ x), x, reduced)

    def chosen(self, alive: Bools, start: Bools | None, seconds: float) -> Chosen:
        """The integer program's solution with none but `alive` cells, from the choice `start`, in `seconds`."""
        cells = np.flatnonzero(alive)
        place = np.full(len(alive), -1, dtype=np.int32)
        place[cells] = np.arange(len(cells))
        kept = [(place[cut.cells], cut.weights) for cut in self._cuts.values()]
        kept = [(places[places >= 0], weights[places >= 0]) for places, weights in kept]
        cost, ends = self._problem.cost[cells], time.monotonic() + seconds
        begin = None if start is None or (start & self._problem.free & ~alive).any() else start[cells]
        bound, found = self._integer(cost, kept, begin, ends)
        if (
            begin is not None
            and found is not None
            and float(cost @ found) > bound + 1.0
            and (found == begin).all()
        ):
            # HiGHS 1.16 at times proves a cheaper choice than the start and gives the start back
            again, other = self._integer(cost, kept, None, ends)
            bound, found = max(bound, again), found if other is None else other
        if found is None:
            return Chosen(bound, None)
        withheld = np.zeros(len(alive), dtype=bool)
        withheld[cells] = found
        return Chosen(bound, withheld)

    def _integer(
        self, cost: Floats, cuts: list[tuple[np.ndarray, Floats]], start: Bools | None, ends: float
    ) -> tuple[float, Bools | None]:
        """What no choice costs less than, and a choice; infinite and none when there is none."""
        highs = quiet()
        highs.passModel(_program(cost, cuts))
        highs.setOptionValue("mip_rel_gap", 1e-6)
        highs.setOptionValue("mip_abs_gap", 0.999 if self._problem.whole_costs else 1e-6)
        highs.setOptionValue("time_limit", max(ends - time.monotonic(), 0.1))
        if start is not None:
            solution = highspy.HighsSolution()
            solution.col_value = start.astype(np.float64)
            highs.setSolution(solution)
        highs.run()
        info = highs.getInfo()
        if highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            return np.inf, None
        bound = max(float(info.mip_dual_bound), 0.0)
        if info.primal_solution_status != _FEASIBLE:
            return bound, None
        return bound, np.array(highs.getSolution().col_value) > 0.5


def _program(cost: Floats, cuts: list[tuple[np.ndarray, Floats]]) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(cost), len(cuts)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = cost, np.zeros(len(cost)), np.ones(len(cost))
    lp.row_lower_, lp.row_upper_ = np.ones(len(cuts)), np.full(len(cuts), highspy.kHighsInf)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(places) for places, _ in cuts)]).astype(np.int32)
    lp.a_matrix_.index_ = np.concatenate([np.zeros(0, np.int32), *(places for places, _ in cuts)])
    lp.a_matrix_.value_ = np.concatenate([np.zeros(0), *(weights for _, weights in cuts)])
    lp.integrality_ = [highspy.HighsVarType.kInteger] * len(cost)
    return lp
