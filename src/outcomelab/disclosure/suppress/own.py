"""What somebody who is alone in cells knows of their wholes by that: they hold that at least. The audit
works it out by code of its own."""

from __future__ import annotations

import numpy as np

from outcomelab.disclosure.suppress.problem import NOBODY, Floats, Problem

# Of what is theirs: less than cells must be uncertain by, which is a hundred-millionth of the largest at least.
_SAME = 1e-9


class Own:
    """The least that each cell can hold, to one person at a time."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        entries = problem.relations.tocoo()
        rows, cells = entries.coords
        self._whole = np.full(problem.relations.shape[0], NOBODY)
        self._whole[rows[entries.data < 0]] = cells[entries.data < 0]
        self._parts = problem.relations.maximum(0)
        self._over = problem.relations @ problem.values  # where parts are more than their whole

    def least(self, person: int) -> Floats:
        """Of every cell, what is theirs in it as far as they are alone in its parts."""
        found = np.where(self._problem.person == person, self._problem.values, 0.0)
        while True:
            more = found.copy()
            np.maximum.at(more, self._whole, self._parts @ found - self._over)
            if np.allclose(more, found, rtol=_SAME):
                return found
            found = more

    def left(self, cell: int, person: int) -> float:
        """By how much a cell can be less than it is, as far as they know by that."""
        return float(self._problem.values[cell] - self.least(person)[cell])
