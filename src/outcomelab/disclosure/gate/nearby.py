"""A smaller program for one group: those most like it may move, everybody else stays where they are.

What can happen when few may move can happen when all may: its range is never wider than the true one, so a group
that is free by it is free. It costs a fiftieth of the whole program.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from outcomelab.disclosure.gate.model import Floats, Knowledge, Model

_MOVING = 400  # atoms


def bounds_nearby(known: Knowledge, inside: Floats, group: npt.NDArray[np.int64]) -> tuple[float, float]:
    """From where to where a group's count can certainly move. `inside`: a point where all that is known holds."""
    moving = _most_like(known, group)
    sets = known.sets[:, moving]
    still = known.sets @ inside - sets @ inside[moving]
    here = sets @ inside[moving]
    # The point itself stays possible, whatever the solver's tolerance was.
    low, high = np.minimum(known.low - still, here), np.maximum(known.high - still, here)
    part = Knowledge(sets, known.size[moving], low, high)
    return Model(part).bounds(np.flatnonzero(np.isin(moving, group)))


def _most_like(known: Knowledge, group: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The group and the atoms that are in nearly the same sets as one of it, in order."""
    columns = known.sets.tocsc()
    mine = columns[:, group]
    common = (columns.T @ mine).toarray()
    apart = np.diff(columns.indptr)[:, None] + np.diff(mine.indptr)[None, :] - 2 * common
    nearest = apart.min(axis=1)
    nearest[group] = -1
    return np.sort(np.argsort(nearest, kind="stable")[: max(_MOVING, len(group))])
