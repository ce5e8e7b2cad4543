"""What every safe choice of cells satisfies: capacity and bridge cuts (Fischetti & Salazar 2001, section 4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from outcomelab.disclosure.suppress.attacker import CLOSE, Reached
from outcomelab.disclosure.suppress.problem import Need, Problem, known

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Cut:
    """That Σ weight × x over `cells` is at least 1, where x is 1 for a cell withheld and 0 for one shown."""

    cells: Ints
    weights: Floats

    @property
    def key(self) -> tuple[bytes, bytes]:
        """The same for equal cuts."""
        return self.cells.tobytes(), np.round(self.weights, 9).tobytes()


def cut(problem: Problem, need: Need, reached: Reached, transposed: csr_array) -> Cut | None:
    """The cut that a need which is not met gives, by the prices at which it is held back; None when they give
    none. `transposed` is the transposed matrix of relations.

    For any moves d that keep all sums, the need's cell moves by Σ share × d over all cells, shares being what is
    left of it after the relations at their prices; a withheld cell's d is at most its room, one that is shown
    does not move. A weight beyond what is needed is cut down to that.
    """
    shares = -(transposed @ reached.prices)
    shares[need.cell] += need.sign
    shares[np.abs(shares) < 1e-7] = 0.0
    if shares[need.cell]:
        return None
    shares[known(problem, need)] = 0.0
    return _cut(problem, need, np.arange(len(shares)), shares)


def _cut(problem: Problem, need: Need, cells: Ints, shares: Floats) -> Cut | None:
    most = np.where(shares > 0, need.amount, np.minimum(-shares * problem.values[cells], need.amount))
    short = need.amount - float(most[problem.primary[cells]].sum())
    if short <= CLOSE * need.amount:
        return None
    chosen = problem.free[cells] & (most > 0)
    return Cut(cells[chosen], np.minimum(most[chosen] / short, 1.0))


def line_cuts(problem: Problem, needs: Iterable[Need]) -> Iterator[Cut]:
    """The cuts of every single relation that holds the cell of a need."""
    matrix = problem.relations
    asked: dict[int, list[Need]] = {}
    for need in needs:
        asked.setdefault(need.cell, []).append(need)
    for row in range(matrix.shape[0]):
        span = slice(matrix.indptr[row], matrix.indptr[row + 1])
        cells, signs = matrix.indices[span].astype(np.int64), matrix.data[span]
        for place in np.flatnonzero(problem.primary[cells]):
            for need in asked.get(int(cells[place]), ()):
                shares = -signs * signs[place] * need.sign
                shares[place] = 0.0
                found = _cut(problem, need, cells, shares)
                if found is not None:
                    yield found
