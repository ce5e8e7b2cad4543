"""Which withheld cells can move at all while sums stay, and which can be shown without harm: a compiled loop."""

from __future__ import annotations

import numpy as np
from numba import njit

# mypy: disable-error-code="no-untyped-def,untyped-decorator,assignment"

_NONE = 1e-9


@njit(cache=True)
def kept(starts, rows, signs, height, cells, order, needed):  # pragma: no cover compiled
    """Of `cells`, which are left when those at the places `order` are shown one by one, wherever every cell that
    is `needed` can then still move without changing a sum; a cell that cannot move is shown in any case.

    starts, rows, signs: what adds up, by cells (compressed columns), of `height` sums. A cell can move where its
    row in a basis of the null space of the withheld columns is not zero; to show one is to leave the part of that
    space in which it stands still.
    """
    basis = _null_space(_columns(starts, rows, signs, height, cells))
    size, width = basis.shape
    left = np.ones(size, np.bool_)
    after = np.empty_like(basis)
    for place in order:
        pivot = _largest(basis[place, :width])
        if pivot < 0:
            left[place] = False
            continue
        harmless = True
        for i in range(size):
            if not left[i]:
                continue
            by, moves, column = basis[i, pivot] / basis[place, pivot], False, 0
            for j in range(width):
                if j == pivot:
                    continue
                value = basis[i, j] - by * basis[place, j]
                if abs(value) < _NONE:
                    value = 0.0
                else:
                    moves = True
                after[i, column] = value
                column += 1
            if needed[i] and not moves:
                harmless = False
                break
        if harmless:
            left[place] = False
            width -= 1
            for i in range(size):
                if left[i]:
                    basis[i, :width] = after[i, :width]
    return left


@njit(cache=True)
def _columns(starts, rows, signs, height, cells):  # pragma: no cover compiled
    """The columns of `cells` as a dense matrix of those sums that any of them is in."""
    place = np.full(height, -1)
    number = 0
    for cell in cells:
        for entry in range(starts[cell], starts[cell + 1]):
            if place[rows[entry]] < 0:
                place[rows[entry]] = number
                number += 1
    dense = np.zeros((number, len(cells)))
    for i, cell in enumerate(cells):
        for entry in range(starts[cell], starts[cell + 1]):
            dense[place[rows[entry]], i] = signs[entry]
    return dense


@njit(cache=True)
def _null_space(matrix):  # pragma: no cover compiled
    """A basis of all x with matrix @ x = 0, a column each, by Gauss–Jordan elimination."""
    height, size = matrix.shape
    pivot = np.full(size, -1)
    used = np.zeros(height, np.bool_)
    for column in range(size):
        best = _largest(np.where(used, 0.0, matrix[:, column]))
        if best < 0:
            continue
        used[best], pivot[column] = True, best
        matrix[best] /= matrix[best, column]
        others = np.flatnonzero(matrix[best])
        for row in range(height):
            by = matrix[row, column]
            if row != best and abs(by) > _NONE:
                for other in others:
                    matrix[row, other] -= by * matrix[best, other]
    free = np.flatnonzero(pivot < 0)
    basis = np.zeros((size, len(free)))
    for j, column in enumerate(free):
        basis[column, j] = 1.0
        for i in range(size):
            if pivot[i] >= 0:
                basis[i, j] = -matrix[pivot[i], column]
    return basis


@njit(cache=True)
def _largest(values):  # pragma: no cover compiled
    """The place of the entry furthest from zero; −1 where all are none."""
    best = -1
    for place in range(len(values)):
        if abs(values[place]) > _NONE and (best < 0 or abs(values[place]) > abs(values[best])):
            best = place
    return best
