"""An attacker's knowledge as a linear program: how many of each atom had the outcome, given all that is out.

Atoms are persons alike in every published set: nothing published tells them apart, so one variable, from 0 to the
atom's size, stands for all of them (as in the linear-programming reconstruction of Dinur & Nissim 2003, with
rounded counts as intervals). Solved with HiGHS (Huangfu & Hall 2018).
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from outcomelab.disclosure.gate.bits import atoms, distinct, sizes
from outcomelab.disclosure.gate.known import Populations
from outcomelab.disclosure.gate.middle import middle

Floats = npt.NDArray[np.float64]
TOLERANCE = 1e-6  # of a person


@dataclass(frozen=True)
class Knowledge:
    """`sets`: which atoms each published set has (sets × atoms, sparse, ones). `size`: persons in each atom.
    `low`, `high`: how many of each set had the outcome."""

    sets: sp.csr_matrix
    size: Floats
    low: Floats
    high: Floats


def knowledge(populations: Populations, outcome: str) -> Knowledge:
    """Everything told of one `outcome` in these populations, all of which tell of it.

    The same persons told of several times are one set, of which what all say is known, in the order of `distinct`;
    where they contradict one another, what lies between them.
    """
    first, place = distinct(populations.words)
    words = populations.words[first]
    there, size = atoms(words, populations.persons)
    persons = sizes(words).astype(np.float64)
    ends = np.array([one.told[outcome] for one in populations.about], dtype=np.float64).reshape(-1, 2)
    least = np.clip(ends[:, 0], 0.0, persons[place])
    low, high = np.zeros(len(first)), persons.copy()
    np.maximum.at(low, place, least)
    np.minimum.at(high, place, np.maximum(ends[:, 1], least))
    sets = sp.csr_matrix(there, dtype=np.float64)
    return Knowledge(sets, size.astype(np.float64), np.minimum(low, high), np.maximum(low, high))


def consistent(known: Knowledge, start: Floats | None = None) -> tuple[Knowledge, Floats]:
    """What can all be true together, and one way in which it is (atoms), inside the bounds where that can be.

    `start`: a way that may do. Else the point of greatest entropy, where it keeps all that is known; else one
    interior-point solve without an objective and without crossover. Figures that contradict one another, as they
    may when the records behind them were corrected in between, are widened by as little as makes them agree.
    """
    found = start
    if found is None or not _keeps(known, found):
        found = middle(known.sets, known.size, known.low, known.high)
    if found is not None and _keeps(known, found):
        return known, found
    found = _inside(known)
    if found is None:
        known = _agreeing(known)
        found = _inside(known)
    if found is None:
        raise ArithmeticError("the figures released so far cannot be brought together")
    return known, found


class _Quiet(highspy.Highs):
    """HiGHS without the banner that its Python class prints as soon as it is made."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()


class Model:
    """The program, kept warm from one question to the next."""

    def __init__(self, known: Knowledge) -> None:
        self._known = known
        self._solver = _passed(known.sets, known.size, known.low, known.high)

    def bounds(self, group: npt.NDArray[np.int64]) -> tuple[float, float]:
        """The least and the most of a group of atoms who can have had the outcome (two linear programs)."""
        ends = []
        place = group.astype(np.int32)
        self._solver.changeColsCost(len(place), place, np.ones(len(place)))
        for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize):
            self._solver.changeObjectiveSense(sense)
            if not self._solves():
                raise ArithmeticError("a linear program of the gate has no solution")
            ends.append(float(self._solver.getInfo().objective_function_value))
        self._solver.changeColsCost(len(place), place, np.zeros(len(place)))
        return ends[0], ends[1]

    def _solves(self) -> bool:
        """Whether there is a solution: looked for again without presolve, which takes intervals narrower than its
        tolerance for none."""
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            self._solver.setOptionValue("presolve", "off")
            self._solver.run()
        return bool(self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)


def _keeps(known: Knowledge, found: Floats) -> bool:
    told = known.sets @ found
    return bool((told >= known.low - TOLERANCE).all() and (told <= known.high + TOLERANCE).all())


def _inside(known: Knowledge) -> Floats | None:
    solver = _passed(known.sets, known.size, known.low, known.high)
    for option, value in (("solver", "ipm"), ("run_crossover", "off"), ("presolve", "off")):
        solver.setOptionValue(option, value)
    for _ in range(2):
        solver.run()
        if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            return None
        found = np.clip(np.array(solver.getSolution().col_value), 0.0, known.size)
        if _keeps(known, found):
            return np.asarray(found)
        solver.setOptionValue("solver", "simplex")  # the interior method lost its way: this one does not
    return None


def _agreeing(known: Knowledge) -> Knowledge:
    """The intervals widened by the least total that leaves something that can be true."""
    sets, atoms_ = known.sets.shape
    one = sp.identity(sets, format="csr")
    wide = sp.hstack([known.sets, one, -one], format="csr")
    upper = np.concatenate([known.size, np.full(2 * sets, highspy.kHighsInf)])
    cost = np.concatenate([np.zeros(atoms_), np.ones(2 * sets)])
    solver = _passed(wide, upper, known.low, known.high, cost)
    solver.run()
    slack = np.array(solver.getSolution().col_value)[atoms_:]
    short, over = slack[:sets], slack[sets:]
    return Knowledge(known.sets, known.size, known.low - short - TOLERANCE, known.high + over + TOLERANCE)


def _passed(
    matrix: sp.csr_matrix, upper: Floats, low: Floats, high: Floats, cost: Floats | None = None
) -> highspy.Highs:
    solver = _Quiet()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    program = highspy.HighsLp()
    program.num_row_, program.num_col_ = matrix.shape
    program.col_cost_ = np.zeros(len(upper)) if cost is None else cost
    program.col_lower_, program.col_upper_ = np.zeros(len(upper)), upper
    program.row_lower_, program.row_upper_ = low, high
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_, program.a_matrix_.index_ = matrix.indptr, matrix.indices
    program.a_matrix_.value_ = matrix.data
    solver.passModel(program)
    return solver
