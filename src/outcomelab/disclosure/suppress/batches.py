"""A safe choice of cells for tables most of which is small: needs met many at a time, each time cheaply.

One way of all cells moving meets many needs. So one linear program looks for a way in which a batch of needs is
met, each cell that is shown paid for by how far it moves, and as many others as it takes no further cell for; once
more with prices by which a cell that moves at all costs what withholding it does (slope scaling: Kim & Pardalos
1999, Operations Research Letters 24). Solved by an interior-point method: any way will do, it need be no corner.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import highspy
import numpy as np
from scipy.sparse import csc_array, hstack

from outcomelab.disclosure.suppress.attacker import CLOSE, quiet, run
from outcomelab.disclosure.suppress.problem import NOBODY, Bools, Floats, Ints, Problem

_FEWEST, _MOST = 16, 512  # needs in a batch
_PRICED = 2  # programs for each batch
_MOVES = 1e-2  # of what is needed: a cell that moves less need not be withheld
_NOISE = 1e-6  # of what is needed, by which cells move that do not
_BEGUN = 0.05  # of what is needed: moves this small are priced as if they were so large
_NEXT_TO_NOTHING = 1e-7  # of the cheapest cell: what moving a withheld cell costs
_UNLIKE = 0.8, 1.2  # times the price of each cell by lot: among ways that cost as much, all would be gone a little
_BESIDE = 1e-2  # of the cheapest cell: what it is worth to meet a need that is not of the batch
_DEAR = 10.0  # times the dearest cell: the most that it is worth to meet a need of the batch
_DEARER = 1.4  # what it is worth then, times what it was worth when nothing of a batch was met
_HALVES = 2
_PLAIN = 0.6  # of the time, for needs of cells that are nobody's alone


def by_batches(problem: Problem, ends: float) -> Bools:
    """Cells to withhold, primary ones included, so that every need is met; also for everybody who is alone in a
    withheld cell, whose cells stand still while others move. What cannot be met so is left to the audit.

    Raises TimeoutError when the clock (`time.monotonic`) is at `ends` before that.
    """
    batches, chosen = _Batches(problem), problem.primary.copy()
    hard = np.zeros(len(chosen), dtype=np.bool_)
    stages = list(_stages(problem))
    for number, (asked, still) in enumerate(stages):
        share = _PLAIN if not number and len(stages) > 1 else 1 / (len(stages) - number)
        now = time.monotonic()
        if now >= ends:
            raise TimeoutError
        asked = asked | hard if number <= _HALVES else asked
        chosen, unmet = batches.met(chosen, asked, still, now + share * (ends - now), ends)
        hard = hard if number else unmet
    return chosen


def _stages(problem: Problem) -> Iterator[tuple[Bools, Ints]]:
    """Whose needs are to be met with which cells standing still: of cells that are nobody's alone with all that
    somebody knows for being alone; of the others by halves, any two persons being apart in one of them. In the
    first two, which are all persons, what could not be met with all standing still is tried again."""
    knows = problem.primary & (problem.person != NOBODY)
    persons = np.unique(problem.person[knows])
    number = np.searchsorted(persons, problem.alone)
    own = problem.primary & np.isin(problem.alone, persons)
    yield problem.primary & ~own, np.flatnonzero(knows)
    for digit, value in product(range(len(persons).bit_length() if len(persons) > 1 else 0), (0, 1)):
        half = number >> digit & 1 == value
        yield own & half, np.flatnonzero(knows & ~half)
    if len(persons) == 1:
        yield own, np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class _Needs:
    """`cell` has to be able to go so `far` up, or down where that is negative."""

    cell: Ints
    far: Floats


class _Batches:
    """The linear program: primary cells move freely, the others up or down at a price."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._primary, self._free = np.flatnonzero(problem.primary), np.flatnonzero(problem.free)
        self._place = np.full(len(problem.values), -1)
        self._place[self._primary] = np.arange(len(self._primary))
        columns = csc_array(problem.relations)
        free = columns[:, self._free]
        matrix = csc_array(hstack([columns[:, self._primary], free, -free]))
        self._columns = np.arange(matrix.shape[1], dtype=np.int32)
        self._highs = quiet()
        self._highs.setOptionValue("solver", "ipm")
        self._highs.setOptionValue("run_crossover", "off")
        self._highs.passModel(_program(matrix))
        self._dearest = float(problem.cost[problem.free].max(initial=1.0))
        self._middling = float(np.median(problem.cost[problem.free])) if problem.free.any() else 1.0
        self._cheapest = float(problem.cost[problem.free].min(initial=self._dearest))
        self._draw = np.random.default_rng(1)

    def met(self, chosen: Bools, asked: Bools, still: Ints, soon: float, ends: float) -> tuple[Bools, Bools]:
        """`chosen` and as many cells more as it takes to meet the needs of the cells `asked`, by about `soon`; and
        the cells whose needs could not be met."""
        problem, chosen, unmet = self._problem, chosen.copy(), np.zeros(len(chosen), dtype=np.bool_)
        cells = np.flatnonzero(asked)
        up, down = cells[problem.up[cells] > 0], cells[problem.down[cells] > 0]
        needs = _Needs(np.concatenate([up, down]), np.concatenate([problem.up[up], -problem.down[down]]))
        left, worth = np.arange(len(needs.cell)), self._middling
        least = size = _FEWEST
        while len(left):
            began = time.monotonic()
            batch = self._alike(needs, left, size)
            new, moves = self._wanting(needs, batch, left, worth, chosen, still, ends)
            if new.any() and size > least:
                size = least
                continue
            if moves is None:
                closed = np.where((chosen | new)[self._free], 0.0, np.inf)
                asking = self._once(needs, batch, left)
                moves = self._moved(needs, asking, np.ones(len(asking)), still, closed, ends)
            there = np.sign(needs.far[left]) * moves[needs.cell[left]]
            met = there >= np.abs(needs.far[left]) * (1 - CLOSE)
            left = left[~met]
            if met.any():
                chosen |= new
            if np.isin(batch, left).all():
                if worth > self._dearest * _DEAR:
                    unmet[needs.cell[batch]] = True
                    left = np.setdiff1d(left, batch)
                worth *= _DEARER if worth <= self._dearest * _DEAR else 1.0
            now = time.monotonic()
            least = min(max(_FEWEST, int(len(left) * (now - began) / max(soon - now, now - began))), _MOST)
            size = least if new.any() else max(least, min(2 * size, _MOST))
        return chosen, unmet

    def _wanting(
        self, needs: _Needs, batch: Ints, left: Ints, worth: float, chosen: Bools, still: Ints, ends: float
    ) -> tuple[Bools, Floats | None]:
        """What has to be withheld beside `chosen` to meet the needs of a batch; and how all cells move then, where
        nothing has."""
        price = np.where(chosen, _NEXT_TO_NOTHING * self._cheapest, self._problem.cost)[self._free]
        price *= self._draw.uniform(*_UNLIKE, len(price))
        middle = float(np.median(np.abs(needs.far[batch])))
        scale, new = np.full(len(self._free), middle), self._problem.free & ~chosen
        for _ in range(_PRICED):
            asking = self._once(needs, batch, left)
            gain = np.where(np.isin(asking, batch), worth, _BESIDE * self._cheapest)
            moves = self._moved(needs, asking, gain, still, price / scale, ends)
            beside = np.where(chosen | ~self._problem.free, 0.0, np.abs(moves))
            moved = beside > _MOVES * middle
            if not moved.any():
                return moved, moves if beside.max(initial=0.0) <= _NOISE * middle else None
            new = min(new, moved, key=lambda some: float(self._problem.cost[some].sum()))
            scale = np.abs(moves[self._free]) + _BEGUN * middle
        return new, None

    def _alike(self, needs: _Needs, left: Ints, size: int) -> Ints:
        """Some of the needs `left`, of about the same amount as one of them drawn by lot."""
        mixed, far = self._draw.permutation(left), np.abs(needs.far)
        return mixed[np.argsort(np.abs(np.log(far[mixed] / far[mixed[0]])), kind="stable")[:size]]

    def _once(self, needs: _Needs, batch: Ints, left: Ints) -> Ints:
        """The batch and other needs, one of each cell: none can go both ways at once."""
        order = np.concatenate([batch, self._draw.permutation(left)])
        return order[np.unique(needs.cell[order], return_index=True)[1]]

    def _moved(self, needs: _Needs, asking: Ints, gain: Floats, still: Ints, price: Floats, ends: float) -> Floats:
        """How far every cell moves in the way that is worth most, with the cells `still` standing. gain: what
        it is worth to meet each of the needs `asking`; price: of every free cell, a unit further (infinite: none).
        """
        values, inside, several = self._problem.values, len(self._primary), len(self._free)
        shut = ~np.isfinite(price)
        low = np.concatenate([-values[self._primary], np.zeros(2 * several)])
        high = np.concatenate(
            [np.full(inside, np.inf), np.where(shut, 0.0, np.inf), np.where(shut, 0.0, values[self._free])]
        )
        here, far = self._place[needs.cell[asking]], needs.far[asking]
        high[here] = np.where(far > 0, far, np.inf)
        low[here] = np.maximum(low[here], np.where(far < 0, far, -np.inf))
        low[self._place[still]] = high[self._place[still]] = 0.0
        price = np.where(shut, 0.0, price)
        cost = np.concatenate([np.zeros(inside), -price, -price])
        cost[here] = gain / far
        self._highs.changeColsBounds(len(low), self._columns, low, high)
        self._highs.changeColsCost(len(low), self._columns, cost)
        if run(self._highs, ends) != highspy.HighsModelStatus.kOptimal:
            return np.zeros(len(values))
        solved, moves = np.array(self._highs.getSolution().col_value), np.zeros(len(values))
        moves[self._primary] = solved[:inside]
        ups, downs = solved[inside:].reshape(2, several)
        moves[self._free] = ups - downs
        return moves


def _program(matrix: csc_array) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = matrix.shape
    lp.col_cost_ = lp.col_lower_ = lp.col_upper_ = np.zeros(matrix.shape[1])
    lp.row_lower_ = lp.row_upper_ = np.zeros(matrix.shape[0])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = matrix.indptr, matrix.indices, matrix.data
    lp.sense_ = highspy.ObjSense.kMaximize
    return lp
