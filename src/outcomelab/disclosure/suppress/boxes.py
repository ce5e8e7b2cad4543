"""Boxes of cells around each primary cell: the smallest ways for it to move that keep all sums.

On each axis an exchange is taken: one inner code more and another less, with the wholes that only one of them is
in, or an inner code and all its wholes more. The product of one exchange an axis is a box (Giessing & Repsilber
2002, as in `hypercube`).
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence

import numpy as np
from scipy.sparse import coo_array, csc_array

from outcomelab.disclosure.suppress.grid import Linked, members, shape
from outcomelab.disclosure.suppress.problem import Floats, Ints, Problem
from outcomelab.handovers.cells import Tree

_TRIED = 20_000  # boxes of one cell looked at
_KEPT = 3_000  # of those, how many of the cheapest are kept
_MOST_PRIMARY = 1_000
_MOST_CODES = 500  # of an axis: exchanges are looked for among all pairs of them


def boxes(
    problem: Problem, tables: Sequence[Sequence[Tree]], linked: Linked, ends: float = math.inf
) -> tuple[Ints, ...]:
    """Of every primary cell with a need, the boxes (a row each) that let it move as far as it has to both ways,
    the cheapest first; the cells of a box may repeat. None at all where a cell has no box, there are too many
    cells or codes, or the clock (`time.monotonic`) is at `ends` before there are all.

    Of a table of many codes, only exchanges with the codes whose cells beside the primary one are cheapest.
    """
    primary = np.flatnonzero(problem.primary & ((problem.up > 0) | (problem.down > 0)))
    if len(primary) > _MOST_PRIMARY or any(len(axis.codes) > _MOST_CODES for axes in tables for axis in axes):
        return ()
    found: list[Ints] = []
    for cell in primary.tolist():
        around = [
            _around(problem, axes, cells, place)
            for axes, cells in zip(tables, linked.cell, strict=True)
            for place in np.flatnonzero(cells == cell).tolist()
        ]
        kept = [box if len(tables) == 1 else _keeping_sums(problem, box, moves) for box, moves in around]
        found.append(max(kept, key=len))
        if not len(found[-1]) or time.monotonic() > ends:
            return ()
    return tuple(found)


def _around(problem: Problem, axes: Sequence[Tree], cells: Ints, place: int) -> tuple[Ints, Floats]:
    """Boxes of one table around its cell at `place`, as cells of the problem, and what each moves by (0: the cell
    stands for none, so that all boxes are as long)."""
    size, cell = shape(axes), int(cells[place])
    codes = np.unravel_index(place, size)
    price = np.where(problem.primary, 0.0, np.where(problem.free, problem.cost, 1e18))
    table = price[cells].reshape(size)
    inside, moves = np.zeros((1, 1), dtype=np.int64), np.ones((1, 1))
    most = int(_TRIED ** (1 / len(axes)))
    for which, (axis, code) in enumerate(zip(axes, codes, strict=True)):
        beside = table[tuple(slice(None) if other == which else at for other, at in enumerate(codes))]
        moved = _exchanges(axis, int(code))
        moved = moved[np.argsort(np.abs(moved) @ beside, kind="stable")[:most]]
        widest = int(np.abs(moved).sum(axis=1).max())
        touched = np.argsort(-np.abs(moved), axis=1, kind="stable")[:, :widest]
        by = np.take_along_axis(moved, touched, axis=1)
        inside = (inside[:, None, :, None] * len(axis.codes) + touched[None, :, None, :]).reshape(
            len(inside) * len(touched), -1
        )
        moves = (moves[:, None, :, None] * by[None, :, None, :]).reshape(len(inside), -1)
    box = np.where(moves == 0, cell, cells[inside])
    cost, values = price[box].sum(axis=1), problem.values[box]
    enough = ((moves >= 0) | (values >= problem.up[cell])) & ((moves <= 0) | (values >= problem.down[cell]))
    kept = np.flatnonzero(enough.all(axis=1) & (cost < 1e18))
    kept = kept[np.argsort(cost[kept], kind="stable")[:_KEPT]]
    return box[kept], moves[kept]


def _exchanges(axis: Tree, code: int) -> Floats:
    """What every code of an axis moves by in an exchange in which `code` moves by 1, a row each."""
    above = members(axis).T  # inner × codes
    mine = above[above[:, code] > 0]
    others = np.vstack([np.zeros(len(axis.codes)), above[above[:, code] == 0]])
    return np.unique((mine[:, None, :] - others[None, :, :]).reshape(-1, len(axis.codes)), axis=0)


def _keeping_sums(problem: Problem, box: Ints, moves: Floats) -> Ints:
    """The boxes that keep all sums of the problem: of several tables, one of a single table may not."""
    rows = np.repeat(np.arange(len(box)), box.shape[1])
    shape = (len(problem.values), len(box))
    away = problem.relations @ csc_array(coo_array((moves.ravel(), (box.ravel(), rows)), shape=shape))
    return box[np.asarray(abs(away).sum(axis=0)).ravel() < 0.5]
