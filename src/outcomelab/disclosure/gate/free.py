"""Which small groups are certainly free: shown by moving their count while everything released stays true.

From one point inside what is known, a group's count is pushed up and down while the persons around it make up for
it. The push is the one of least effort in the metric of the nearest bounds (the ellipsoid of Dikin 1967), so many
persons each give way a little. Where the push goes far enough without breaking a bound, that is a proof, and no
linear program is needed. Where it does not, nothing is said.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.linalg as la
import scipy.sparse as sp
from threadpoolctl import threadpool_limits

from outcomelab.disclosure.gate.model import TOLERANCE, Floats, Knowledge

_AT_ONCE = 1_000  # groups
_RIDGE = 1e-10
_SINGULAR = 1e-8
_TIGHT = 1e-5  # of a person: a set nearer to its bound than this is held where it is

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class _Centre:
    """A point inside what is known, how far every atom (`room`) and set (`slack`) is from its nearest bound, and
    the `factor` of the system that finds pushes. `give`: how readily each set moves. `columns`: the sets, by
    atom."""

    known: Knowledge
    inside: Floats
    room: Floats
    slack: Floats
    give: Floats
    factor: tuple[Floats, bool]
    columns: sp.csc_matrix


def certainly_free(known: Knowledge, inside: Floats, groups: sp.csc_matrix, kept: float = 0.5) -> Bools:
    """Of each group (atoms × groups, sparse, ones), whether its count can certainly be any of several whole
    numbers in a row that span `kept` of its persons or more: for one person both 0 and 1.

    `inside`: a point that satisfies all that is known. False where it is not certain.
    """
    with threadpool_limits(1):  # two threads on a busy machine are far slower than one
        return _certainly_free(_centre(known, inside), groups, kept)


def _certainly_free(centre: _Centre, groups: sp.csc_matrix, kept: float) -> Bools:
    up, down = _wanted(centre, groups, kept)
    free = np.asarray(np.diff(groups.indptr) == 1)
    alone = np.flatnonzero(free)
    for first in range(0, len(alone), _AT_ONCE):
        some = alone[first : first + _AT_ONCE]
        free[some] = _easily(centre, groups[:, some], np.maximum(up[some], down[some]))
    for place in np.flatnonzero(~free):
        group = groups.indices[groups.indptr[place] : groups.indptr[place + 1]]
        free[place] = _pushed(centre, group, up[place], 1.0) and _pushed(centre, group, down[place], -1.0)
    return free


def _centre(known: Knowledge, inside: Floats) -> _Centre:
    told = known.sets @ inside
    slack = np.minimum(told - known.low, known.high - told)
    slack[slack < _TIGHT] = 0.0
    room = np.minimum(inside, known.size - inside)
    room[room < TOLERANCE] = 0.0
    inner = (known.sets.multiply(room**2) @ known.sets.T).toarray()
    give = slack**2 + _RIDGE * (inner.diagonal() + 1.0)
    inner[np.diag_indices_from(inner)] += give
    factor = la.cho_factor(inner, overwrite_a=True, check_finite=False)
    columns = known.sets.tocsc()
    return _Centre(known, inside, room, slack, give, factor, columns)


def _easily(centre: _Centre, atoms: sp.csc_matrix, wanted: Floats) -> Bools:
    """Whether single atoms can be moved by `wanted` either way, judged for all at once from bounds."""
    reached = centre.known.sets @ atoms
    answer = la.cho_solve(centre.factor, reached.toarray(), check_finite=False)  # sets × atoms
    effort = _sums(reached.multiply(answer))
    gain = 1.0 - (atoms.T @ centre.room**2) * effort
    possible = gain > TOLERANCE
    step = wanted / np.where(possible, gain, 1.0)
    moved = np.abs(centre.give[:, None] * answer) * step
    free = np.asarray(possible & (moved <= centre.slack[:, None] + TOLERANCE).all(axis=0))
    # Nobody gives way by more than this times their room (Cauchy & Schwarz in the metric of the system, in which
    # nobody's own effort times their room squared is above 1); where that won't do, everybody is looked at.
    most = np.sqrt(np.maximum(effort, 0.0)) * step
    unsure = np.flatnonzero(free & (most > 1.0 - TOLERANCE))
    if len(unsure):
        way = np.abs(centre.known.sets.T @ answer[:, unsure]) * centre.room[:, None] * step[unsure]
        way[atoms.indices[unsure], np.arange(len(unsure))] = 0.0
        free[unsure] = (way <= 1.0).all(axis=0)
    return free


def _pushed(centre: _Centre, group: Ints, wanted: float, sign: float) -> bool:
    """Whether a group's count can be moved by `wanted` (`sign`: up or down), each of its atoms in proportion to
    how far it can go, when everybody else makes up for it."""
    sets, size = centre.known.sets, centre.known.size
    way = np.zeros(len(size))
    way[group] = size[group] - centre.inside[group] if sign > 0 else centre.inside[group]
    whole = way.sum()
    if wanted <= TOLERANCE:
        return True
    if whole < wanted - TOLERANCE:
        return False
    way *= min(1.0, wanted / whole)
    answer = la.cho_solve(centre.factor, sets @ way, check_finite=False)
    # The group itself does not make up for its own move: its part is taken out of the system (Woodbury 1950).
    own = centre.columns[:, group].toarray() * centre.room[group]
    solved = la.cho_solve(centre.factor, own, check_finite=False)
    small = np.eye(len(group)) - own.T @ solved
    if np.linalg.eigvalsh(small)[0] < _SINGULAR:
        return False
    answer = answer + solved @ np.linalg.solve(small, own.T @ answer)
    ease = centre.room**2
    ease[group] = 0.0
    end = centre.inside + sign * (way - ease * (sets.T @ answer))
    told = sets @ end
    return bool(
        (end >= -TOLERANCE).all()
        and (end <= size + TOLERANCE).all()
        and (told >= centre.known.low - TOLERANCE).all()
        and (told <= centre.known.high + TOLERANCE).all()
    )


def _wanted(centre: _Centre, groups: sp.csc_matrix, kept: float) -> tuple[Floats, Floats]:
    """How far each group's count must go up and down to reach both ends of the whole numbers wanted."""
    persons, count = groups.T @ centre.known.size, groups.T @ centre.inside
    span = np.maximum(1.0, np.ceil(kept * persons))
    lowest = np.round(count * (1 - span / persons))
    lowest = np.clip(lowest, np.maximum(0.0, np.ceil(count - span)), np.minimum(persons - span, np.floor(count)))
    return np.maximum(lowest + span - count, 0.0), np.maximum(count - lowest, 0.0)


def _sums(columns: sp.spmatrix) -> Floats:
    return np.asarray(columns.sum(axis=0), dtype=np.float64).ravel()
