"""A better choice of cells from a safe one: boxes of cells are added, and what is then not needed is shown again.

Simulated annealing (Kirkpatrick, Gelatt & Vecchi 1983, Science 220). Whether a primary cell can move at all is
known from linear algebra in a fraction of a millisecond; whether it can move far enough is asked, by linear
programs, only of a choice that is better than all before.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csc_array, csr_array

from outcomelab.disclosure.suppress.contributors import unmet_by_contributors
from outcomelab.disclosure.suppress.kernels import kept
from outcomelab.disclosure.suppress.problem import Bools, Ints, Need, Problem
from outcomelab.disclosure.suppress.protection import unmet

_SEED = 1
_SEARCHES = 3
_TRIES = 2_500  # of one search, where so few cells are withheld:
_FEW = 150
_ADDED = 4  # boxes at once, at most
_NEAR = 10  # the cheapest boxes of a cell, of which one is taken
_WARMTH = 0.6  # of what a withheld cell costs: by how much a worse choice may be taken at first
_REFUSED = 10  # choices found not to be safe after all, when a search is given up
LARGEST = 600  # withheld cells; the loops grow as their cube


class Exchange:
    """The search, which goes on where it was left. `boxes`: of every primary cell that has a need, as `boxes`;
    `base`: the needs, which are to be met also for everybody who is alone in a cell."""

    def __init__(
        self, problem: Problem, boxes: Sequence[Ints], base: Sequence[Need], transposed: csr_array
    ) -> None:
        self._problem, self._boxes, self._base, self._transposed = problem, boxes, base, transposed
        columns = csc_array(problem.relations)
        self._sums = (columns.indptr, columns.indices, columns.data.astype(np.float64), columns.shape[0])
        self._needed = problem.primary & ((problem.up > 0) | (problem.down > 0))
        self._cost = np.where(problem.primary, 0.0, problem.cost)
        self._draw = np.random.default_rng(_SEED)

    def better(self, withheld: Bools, ends: float) -> Bools:
        """A choice that is safe and costs no more than `withheld`, which is: the best found in a few searches,
        each begun from `withheld`; until the clock (`time.monotonic`) is at `ends`."""
        if not self._boxes or withheld.sum() > LARGEST:
            return withheld
        return min((self._searched(withheld, ends) for _ in range(_SEARCHES)), key=self._of)

    def _searched(self, withheld: Bools, ends: float) -> Bools:
        best = current = withheld
        refused = 0
        at = least = self._of(best)
        warmth = _WARMTH * at / max((withheld & ~self._problem.primary).sum(), 1)
        tries = int(_TRIES * min(1.0, (_FEW / withheld.sum()) ** 2))
        for number in range(tries):
            if time.monotonic() >= ends:
                break
            other = self._changed(current)
            price, cold = self._of(other), max(warmth * (1 - number / tries), 1e-9)
            if price > at and self._draw.random() >= np.exp((at - price) / cold):
                continue
            if price < least:
                if not self._safe(other, ends):
                    refused += 1
                    if refused == _REFUSED:
                        break
                    continue
                best, least = other, price
            current, at = other, price
        return best

    def _of(self, withheld: Bools) -> float:
        return float(self._cost[withheld].sum())

    def _changed(self, withheld: Bools) -> Bools:
        """With a few cheap boxes more, and without what no primary cell needs, the dear cells first, roughly."""
        more, draw = withheld.copy(), self._draw
        for _ in range(draw.integers(1, _ADDED + 1)):
            boxes = self._boxes[int(draw.integers(len(self._boxes)))]
            price = np.take(np.where(more, 0.0, self._cost), boxes) @ np.ones(boxes.shape[1])
            near = np.argpartition(price, _NEAR)[:_NEAR] if len(price) > _NEAR else np.arange(len(price))
            near = near[price[near] > 0]
            if len(near):
                more[boxes[draw.choice(near)]] = True
        cells = np.flatnonzero(more)
        extra = np.flatnonzero(~self._problem.primary[cells])
        order = extra[np.argsort(-self._cost[cells[extra]] * draw.uniform(0.5, 1.5, len(extra)))]
        left = kept(*self._sums, cells, order, self._needed[cells])
        more[cells[~left]] = False
        return more

    def _safe(self, withheld: Bools, ends: float) -> bool:
        try:
            if next(unmet(self._problem, withheld, self._base, self._transposed, ends), None) is not None:
                return False
            return not unmet_by_contributors(self._problem, withheld, self._base, ends)
        except TimeoutError:
            return False
