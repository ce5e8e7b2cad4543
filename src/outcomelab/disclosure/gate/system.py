"""The symmetric systems of equations of the gate: one equation a published set, whatever the number of persons."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import scipy.linalg as la
import scipy.sparse as sp
from scipy.sparse.linalg import LinearOperator, cg

_BLOCK = 4_096  # atoms
_DENSE = 80.0  # dense products are so many times as fast as sparse ones, a multiplication
_MOST_ROUNDS = 30  # of conjugate gradients, before what is shared is worked out anew
_CLOSE = 1e-3
Floats = npt.NDArray[np.float64]


def gram(across: sp.csr_matrix, weights: Floats) -> Floats:
    """What every two sets share (sets × sets), each atom by its weight, for sets given by atom (atoms × sets).

    Blocks of atoms are multiplied as dense matrices where that is faster; one block at a time is held.
    """
    atoms, sets = across.shape
    sparse = float(np.square(np.diff(across.indptr), dtype=np.float64).sum())
    if sparse * _DENSE < float(atoms) * sets**2:
        return np.asarray((across.T.tocsr().multiply(weights) @ across).toarray())
    root, made = np.sqrt(weights), np.zeros((sets, sets), order="F")
    for first in range(0, atoms, _BLOCK):
        block = across[first : first + _BLOCK].toarray()
        block *= root[first : first + _BLOCK, None]
        made = la.blas.dsyrk(1.0, block.T, beta=1.0, c=made, lower=1, overwrite_c=1)
    return np.asarray(np.tril(made) + np.tril(made, -1).T)


def factored(inner: Floats, diagonal: Floats) -> Callable[[Floats], Floats]:
    """What solves (`inner` + `diagonal`) for any right side. Raises LinAlgError when that is singular."""
    whole = inner.copy()
    whole[np.diag_indices_from(whole)] += diagonal
    factor = la.cho_factor(whole, lower=True, overwrite_a=True, check_finite=False)
    return lambda right: np.asarray(la.cho_solve(factor, right, check_finite=False))


def solved(
    sets: sp.csr_matrix,
    across: sp.csr_matrix,
    weights: Floats,
    diagonal: Floats,
    right: Floats,
    near: Floats | None,
) -> tuple[Floats, Floats]:
    """The answer to (what sets share + `diagonal`) x = `right`, to about a thousandth, and what to begin the next
    such system from.

    `near`: what the sets shared under weights not far from these. Conjugate gradients get from there to these
    weights (Hestenes & Stiefel 1952) without the cost of working it out again; where they do not, it is.
    """
    if near is not None:
        shape = (len(right), len(right))
        system = LinearOperator(
            shape, lambda one: sets @ (weights * (across @ one)) + diagonal * one, dtype=np.float64
        )
        close = LinearOperator(shape, factored(near, diagonal), dtype=np.float64)
        found, missed = cg(system, right, rtol=_CLOSE, maxiter=_MOST_ROUNDS, M=close)
        if not missed:
            return np.asarray(found), near
    inner = gram(across, weights)
    return factored(inner, diagonal)(right), inner
