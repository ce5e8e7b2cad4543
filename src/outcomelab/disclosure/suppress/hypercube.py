"""The last resort, without a solver: each primary cell with the cheapest box of cells around it.

Giessing & Repsilber (2002), Tools and strategies to protect multiple tables with the GHQUAR cell suppression
engine, carried over to hierarchies: on each axis an exchange is taken, one inner code more and another less, or
one inner code and all its wholes more; the product of one exchange an axis moves cells without changing any sum.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from outcomelab.disclosure.suppress.grid import Linked, shape
from outcomelab.disclosure.suppress.problem import Bools, Problem
from outcomelab.handovers.cells import Tree

Floats = npt.NDArray[np.float64]


def hypercube(problem: Problem, tables: Sequence[Sequence[Tree]], linked: Linked) -> Bools:
    """Cells to withhold, primary ones included. In several tables, a shared cell that is withheld for one is
    boxed in the others too. Not always safe: what comes of it has to be audited."""
    withheld, boxed = problem.primary.copy(), np.zeros((len(tables), len(problem.values)), dtype=bool)
    exchanges = [[_exchanges(axis) for axis in axes] for axes in tables]
    while True:
        before = withheld.copy()
        for number, (axes, cell) in enumerate(zip(tables, linked.cell, strict=True)):
            once = withheld if len(tables) > 1 else problem.primary
            for place in np.flatnonzero(once[cell] & ~boxed[number, cell]):
                boxed[number, cell[place]] = True
                amount = max(problem.up[cell[place]], problem.down[cell[place]], 1.0)
                box = _cheapest(problem, withheld, cell, shape(axes), exchanges[number], int(place), float(amount))
                withheld[box] = True
        if (withheld == before).all():
            return withheld


def _exchanges(axis: Tree) -> Floats:
    """All exchanges of an axis, a row each: what every code moves by, 1, 0 or −1."""
    above = np.zeros((len(axis.inner), len(axis.codes)))
    for row, inner in enumerate(axis.inner):
        place = inner
        while place >= 0:
            above[row, place] = 1.0
            place = axis.whole[place]
    if len(above) > _MOST:
        return above
    pairs = [above[i] - above[j] for i in range(len(above)) for j in range(len(above)) if i != j]
    return np.array([*above, *pairs])


_MOST = 64


def _cheapest(
    problem: Problem,
    withheld: Bools,
    cell: npt.NDArray[np.int64],
    size: tuple[int, ...],
    exchanges: Sequence[Floats],
    place: int,
    amount: float,
) -> npt.NDArray[np.int64]:
    """The cells of the box around `place` that costs least beside what is withheld already."""
    codes = np.unravel_index(place, size)
    ways = [table[table[:, code] > 0] for table, code in zip(exchanges, codes, strict=True)]
    open_cells = problem.free[cell] | problem.primary[cell]
    price = np.where(withheld[cell], 0.0, np.where(open_cells, problem.cost[cell] + 1e-3, 1e18)).reshape(size)
    short = np.where(problem.values[cell] < amount, 1e12, 0.0).reshape(size)
    touched, moved, low = price, short, short
    for way in ways:
        touched = np.moveaxis(np.tensordot(touched, np.abs(way), axes=(0, 1)), -1, touched.ndim - 1)
        moved = np.moveaxis(np.tensordot(moved, np.abs(way), axes=(0, 1)), -1, moved.ndim - 1)
        low = np.moveaxis(np.tensordot(low, way, axes=(0, 1)), -1, low.ndim - 1)
    best = np.unravel_index(int(np.argmin(touched + (moved - low) / 2)), touched.shape)
    box = np.ones(size, dtype=bool)
    for which, (way, row) in enumerate(zip(ways, best, strict=True)):
        line = np.abs(way[row]) > 0
        box &= line.reshape([-1 if axis == which else 1 for axis in range(len(size))])
    return cell[box.ravel()]
