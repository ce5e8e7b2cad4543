"""Which small groups are certainly free: shown by moving their count while everything released stays true.

From one point inside what is known, a group's count is pushed up and down. Many counts leave room enough for that
by themselves; else the persons around the group make up for it. That push is the one of least effort in the metric
of the nearest bounds (the ellipsoid of Dikin 1967), so many persons each give way a little. Where it goes far
enough without breaking a bound, that is a proof, and no linear program is needed. Where it does not, nothing is
said.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from threadpoolctl import threadpool_limits

from outcomelab.disclosure.gate.model import TOLERANCE, Floats, Knowledge
from outcomelab.disclosure.gate.system import factored, gram

_AT_ONCE = 500  # groups
_RIDGE = 1e-10
_SINGULAR = 1e-8
_TIGHT = 1e-5  # of a person: a set nearer to its bound than this is held where it is

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class _Centre:
    """A point inside what is known, how far every atom (`room`) and set (`slack`) is from its nearest bound, and
    the system that finds pushes: what the sets share (`inner`), how readily each gives way (`give`), and what
    `solve`s both together. `across`, `columns`: the sets, by atom."""

    known: Knowledge
    inside: Floats
    room: Floats
    slack: Floats
    give: Floats
    inner: Floats
    solve: Callable[[Floats], Floats]
    across: sp.csr_matrix
    columns: sp.csc_matrix


def certainly_free(known: Knowledge, inside: Floats, groups: sp.csc_matrix, kept: float = 0.5) -> Bools:
    """Of each group (atoms × groups, sparse, ones), whether its count can certainly be any of several whole
    numbers in a row that span `kept` of its persons or more: for one person both 0 and 1.

    `inside`: a point that satisfies all that is known. False where it is not certain.
    """
    up, down = _wanted(known, inside, groups, kept)
    ways = _ways(known.size - inside, groups, up), _ways(inside, groups, down)
    far = (np.asarray(way.sum(axis=0)).ravel() for way in ways)
    free = np.logical_and(*(there >= wanted - TOLERANCE for there, wanted in zip(far, (up, down), strict=True)))
    left = free & ~_by_themselves(known, inside, ways)
    if not left.any():
        return free
    with threadpool_limits(1):  # two threads on a busy machine are far slower than one
        centre, places = _centre(known, inside), np.flatnonzero(left)
        for first in range(0, len(places), _AT_ONCE):
            some = places[first : first + _AT_ONCE]
            free[some] = _pushed(centre, groups[:, some], ways[0][:, some], ways[1][:, some])
    return free


def _wanted(known: Knowledge, inside: Floats, groups: sp.csc_matrix, kept: float) -> tuple[Floats, Floats]:
    """How far each group's count must go up and down to reach both ends of the whole numbers wanted."""
    persons, count = groups.T @ known.size, groups.T @ inside
    span = np.maximum(1.0, np.ceil(kept * persons))
    lowest = np.round(count * (1 - span / persons))
    lowest = np.clip(lowest, np.maximum(0.0, np.ceil(count - span)), np.minimum(persons - span, np.floor(count)))
    return np.maximum(lowest + span - count, 0.0), np.maximum(count - lowest, 0.0)


def _ways(room: Floats, groups: sp.csc_matrix, wanted: Floats) -> sp.csc_matrix:
    """How far each atom of a group goes so that the group goes as far as `wanted`, or as it can: each in
    proportion to its `room` (atoms × groups)."""
    whole = groups.T @ room
    share = np.divide(wanted, whole, out=np.zeros_like(wanted), where=whole > 0)
    way = sp.csc_matrix(groups.multiply(room[:, None]))
    way.data *= np.repeat(np.minimum(share, 1.0), np.diff(way.indptr))
    return way


def _by_themselves(known: Knowledge, inside: Floats, ways: tuple[sp.csc_matrix, sp.csc_matrix]) -> Bools:
    """Whether the counts that groups are in leave room for all their way up and down when nobody else moves."""
    told = known.sets @ inside
    up, down = known.high - told, told - known.low
    return np.logical_and(*(_within(known.sets @ way, room) for way, room in zip(ways, (up, down), strict=True)))


def _within(moved: sp.spmatrix, room: Floats) -> Bools:
    """Of each column, whether no entry is above its row's `room`."""
    entries = moved.tocoo()
    within = np.ones(moved.shape[1], dtype=np.bool_)
    within[entries.col[entries.data > room[entries.row] + TOLERANCE]] = False
    return within


def _centre(known: Knowledge, inside: Floats) -> _Centre:
    told = known.sets @ inside
    slack = np.minimum(told - known.low, known.high - told)
    slack[slack < _TIGHT] = 0.0
    room = np.minimum(inside, known.size - inside)
    room[room < TOLERANCE] = 0.0
    columns = known.sets.tocsc()
    across = columns.T
    inner = gram(across, room**2)
    give = slack**2 + _RIDGE * (inner.diagonal() + 1.0)
    return _Centre(known, inside, room, slack, give, inner, factored(inner, give), across, columns)


def _pushed(centre: _Centre, groups: sp.csc_matrix, up: sp.csc_matrix, down: sp.csc_matrix) -> Bools:
    """Whether groups can go their way `up` and `down` when everybody else makes up for it."""
    atoms = np.unique(groups.indices)
    there = centre.columns[:, atoms].toarray()
    answers = centre.solve(there)
    # What the answers miss counts too: sets would move by that as well.
    missed = there - centre.inner @ answers - centre.give[:, None] * answers
    found = np.ones(groups.shape[1], dtype=np.bool_)
    for way, sign in ((up, 1.0), (down, -1.0)):
        mix, effort = _mixed(centre, groups, way, atoms, there.T @ answers)
        found &= np.isfinite(effort)
        moved = np.abs(centre.give[:, None] * (answers @ mix) + missed @ mix)
        found &= (moved <= centre.slack[:, None] + TOLERANCE).all(axis=0)
        # Nobody gives way by more than this times their room (Cauchy & Schwarz in the metric of the system, in
        # which nobody's own effort times their room squared is above 1); else everybody is looked at.
        unsure = np.flatnonzero(found & (np.sqrt(np.maximum(effort, 0.0)) > 1.0 - TOLERANCE))
        if len(unsure):
            found[unsure] = _kept(centre, groups[:, unsure], way[:, unsure], answers @ mix[:, unsure], sign)
    return found


def _mixed(
    centre: _Centre, groups: sp.csc_matrix, way: sp.csc_matrix, atoms: Ints, shared: Floats
) -> tuple[sp.csc_matrix, Floats]:
    """Of which answers to single `atoms` the answer to each group's way is made (atoms × groups), and what effort
    it takes: infinite where it cannot be said.

    A group does not make up for its own move: its part is taken out of the system (Woodbury 1950). `shared`: what
    each atom's answer moves each other atom by.
    """
    place, room = np.searchsorted(atoms, groups.indices), centre.room[groups.indices]
    # Of a single atom, which most groups are, all at once.
    own = shared[place, place]
    left = 1.0 - room**2 * own
    with np.errstate(divide="ignore", invalid="ignore"):
        mix = np.where(left < _SINGULAR, 0.0, way.data / left)
    effort = np.where(left < _SINGULAR, np.inf, mix * own * way.data)[groups.indptr[:-1]]
    for group in np.flatnonzero(np.diff(groups.indptr) > 1):
        mine = slice(groups.indptr[group], groups.indptr[group + 1])
        mix[mine], effort[group] = _several(room[mine], way.data[mine], shared[np.ix_(place[mine], place[mine])])
    return sp.csc_matrix((mix, place, groups.indptr), shape=(len(atoms), groups.shape[1])), effort


def _several(room: Floats, wanted: Floats, shared: Floats) -> tuple[Floats, float]:
    """The same for one group of several atoms."""
    left = np.eye(len(room)) - room[:, None] * shared * room
    if np.linalg.eigvalsh(left)[0] < _SINGULAR:
        return np.zeros(len(room)), np.inf
    mix = wanted + room * np.linalg.solve(left, room * (shared @ wanted))
    return mix, float(mix @ shared @ wanted)


def _kept(centre: _Centre, groups: sp.csc_matrix, way: sp.csc_matrix, answers: Floats, sign: float) -> Bools:
    """Whether nobody goes below none or above all when groups go their way and everybody else makes up for it."""
    moved = centre.across @ answers
    moved *= -(centre.room[:, None] ** 2)
    moved[groups.indices, np.repeat(np.arange(groups.shape[1]), np.diff(groups.indptr))] = way.data
    end = centre.inside[:, None] + sign * moved
    return np.asarray(
        (end >= -TOLERANCE).all(axis=0) & (end <= centre.known.size[:, None] + TOLERANCE).all(axis=0)
    )
