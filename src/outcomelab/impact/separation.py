"""Covariates that tell participants and pool apart: found, and named.

Where a combination of covariates orders everyone so that all participants stand on one side of all of the pool, or
level with its last at most, no logistic regression has an end (complete and quasi-complete separation: Albert &
Anderson 1984), and nobody can be compared.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from outcomelab.impact.arrays import Bools, Floats, Ints
from outcomelab.impact.matrix import Matrix

Separates = Callable[[Matrix, Floats], bool]
_MOST = 50_000  # of each side, when telling which columns do it


def apart_alone(matrix: Matrix, participant: Bools) -> list[int]:
    """The columns of `matrix` on which, each by itself, one side ends where the other begins."""
    low, high = np.full((2, matrix.width), np.inf), np.full((2, matrix.width), -np.inf)
    for place, rows in matrix.blocks():
        for side, among in enumerate((participant[place], ~participant[place])):
            if among.any():
                low[side] = np.minimum(low[side], rows[among, 1:].min(axis=0))
                high[side] = np.maximum(high[side], rows[among, 1:].max(axis=0))
    return [int(column) for column in np.flatnonzero((low[0] >= high[1]) | (low[1] >= high[0]))]


def fewest_apart(matrix: Matrix, participant: Bools, separates: Separates) -> list[int]:
    """A set of columns that together tell the sides apart and of which none can be spared.

    Where there are very many rows, by every so-and-so many of each side. `separates(matrix, y)` says whether a
    logistic regression of `y` on the matrix has no end.
    """
    sides = [np.flatnonzero(participant), np.flatnonzero(~participant)]
    places: Ints = np.concatenate([side[:: max(1, len(side) // _MOST)] for side in sides])
    some, y = matrix.among(places), participant[places].astype(np.float64)
    needed = list(range(matrix.width))
    for column in range(matrix.width):
        fewer = [other for other in needed if other != column]
        if fewer and separates(some.only(fewer), y):
            needed = fewer
    return needed
