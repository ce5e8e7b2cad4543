"""A point in the midst of what is known, without a linear program: as even as it can be.

Of all shares of the atoms, and of all places of the counts in their intervals, those of greatest entropy. They
are given by one price a set, and the prices by Newton's method on a smooth convex function (the dual of entropy
maximisation, Boyd & Vandenberghe 2004, section 5.1.6). Whatever the prices, no share and no count is at its bound.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy.linalg as la
import scipy.sparse as sp
from scipy.special import expit
from threadpoolctl import threadpool_limits

from outcomelab.disclosure.gate.system import solved

_ROUNDS = 40
_FIRM = 1e-12  # persons, by which a count gives way for a price, at least
_NEAR = 5e-7  # persons
_SMALLEST_STEP = 1e-6
Floats = npt.NDArray[np.float64]


def middle(sets: sp.csr_matrix, size: Floats, low: Floats, high: Floats) -> Floats | None:
    """How many of each atom had the outcome at such a point, for `sets` (× atoms) of whom from `low` to `high`
    had it, and atoms of so many persons. It need not keep what is known: that is for whoever asks to see. None
    when the prices cannot be worked out."""
    with threadpool_limits(1):  # two threads on a busy machine are far slower than one
        try:
            return _newton(sets, size, low, high - low)
        except la.LinAlgError:
            return None


def _newton(sets: sp.csr_matrix, size: Floats, low: Floats, width: Floats) -> Floats:
    across = sets.T.tocsr()
    prices = np.zeros(sets.shape[0])
    near: Floats | None = None

    def short(at: Floats) -> Floats:
        return np.asarray(low + width * expit(-at) - sets @ (size * expit(across @ at)))

    missing = short(prices)
    for _ in range(_ROUNDS):
        if np.abs(missing).max(initial=0.0) < _NEAR:
            break
        share, place = expit(across @ prices), expit(-prices)
        weights, give = size * share * (1 - share), width * place * (1 - place)
        firm = _FIRM * max(float((sets @ weights + give).max(initial=0.0)), 1.0)
        step, near = solved(sets, across, weights, give + firm, missing, near)
        length, ahead = 1.0, short(prices + step)
        while np.linalg.norm(ahead) >= np.linalg.norm(missing) and length > _SMALLEST_STEP:
            length /= 2
            ahead = short(prices + length * step)
        if length <= _SMALLEST_STEP:
            break
        prices, missing = prices + length * step, ahead
    return np.asarray(size * expit(across @ prices))
