"""The linear-programming gate: no small group's outcome count is fixed by a release, or its range cut by half."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from outcomelab.disclosure.gate.bits import connected, distinct
from outcomelab.disclosure.gate.free import certainly_free
from outcomelab.disclosure.gate.known import Populations
from outcomelab.disclosure.gate.limits import Limits
from outcomelab.disclosure.gate.model import TOLERANCE, Floats, Knowledge, Model, consistent, knowledge
from outcomelab.disclosure.gate.nearby import bounds_nearby

MOST_VERIFIED = 40  # groups looked at one by one; a release with more of them in doubt is refused
Ints = npt.NDArray[np.int64]


def narrowed(new: Populations, past: Populations, outcome: str, limits: Limits) -> tuple[int, ...]:
    """The `new` populations that take part in telling too much of a group smaller than the threshold.

    Groups are atoms (persons in the same published sets), and the differences and overlaps of a new population
    with any other. Each is first tried for freedom by one solve for all, then by a small program; those in doubt
    are verified with two linear programs, and where the range is narrow, with two more without the new release.
    """
    kept = 1 - limits.range_cut
    mine = new.telling(outcome)
    if not mine.about:
        return ()
    others = past.telling(outcome)
    together = others.only(connected(mine.words, others.words)).with_(mine)
    known, inside = consistent(knowledge(together, outcome))
    of_new = np.array([one.release == 0 for one in together.about])
    row = distinct(together.words)[1][of_new]  # of each new population, its set
    groups = small_groups(known, np.unique(row), limits.threshold - 1)
    doubtful = np.flatnonzero(~certainly_free(known, inside, groups, kept))
    if not len(doubtful):
        return ()
    blamed: set[int] = set()
    mine_are = np.array([place for place, one in enumerate(new.about) if outcome in one.told])
    before = partial(knowledge, together.untold(outcome, of_new), outcome)
    for group in _too_narrow(known, inside, before, groups[:, doubtful], kept):
        touching = np.asarray(known.sets[:, group].sum(axis=1)).ravel()[row] > 0
        # A set can tell of persons who are not in it; then none of the new ones is more to blame than another.
        blamed.update(mine_are[touching if touching.any() else slice(None)].tolist())
    return tuple(sorted(blamed))


def small_groups(known: Knowledge, new: Ints, most: int) -> sp.csc_matrix:
    """Atoms of up to `most` persons, and what a `new` set has beyond, short of, and in common with every other
    set, where that is so few (atoms × groups)."""
    small = np.flatnonzero(known.size <= most)
    found = [sp.identity(len(known.size), format="csc")[:, small]]
    for place in new:
        found += _apart(known, int(place), most)
    return _distinct(sp.csc_matrix(sp.hstack(found, format="csc")))


def _apart(known: Knowledge, place: int, most: int) -> Iterator[sp.csc_matrix]:
    sets, size = known.sets, known.size
    one = sets[[place]]
    persons, shared = sets @ size, sets @ (one.toarray().ravel() * size)
    for count, mine, others, both in (
        (shared, 0, 0, 1),
        (persons - shared, 0, 1, -1),
        (persons[place] - shared, 1, 0, -1),
    ):
        few = np.flatnonzero((count > 0.5) & (count < most + 0.5))
        if len(few):
            there = sets[few]
            group = sp.csr_matrix(mine * sp.vstack([one] * len(few)) + others * there + both * there.multiply(one))
            group.eliminate_zeros()
            yield group[np.diff(group.indptr) > 1].T.tocsc()


def fixed(low: float, high: float) -> bool:
    """Whether only one whole number lies between `low` and `high`."""
    return math.floor(high + 10 * TOLERANCE) - math.ceil(low - 10 * TOLERANCE) < 1


def _too_narrow(
    known: Knowledge, inside: Floats, before: Callable[[], Knowledge], groups: sp.csc_matrix, kept: float
) -> Iterator[Ints]:
    listed = np.split(groups.indices.astype(np.int64), groups.indptr[1:-1])
    listed = [group for group in listed if not _wide(known, group, *bounds_nearby(known, inside, group), kept)]
    if len(listed) > MOST_VERIFIED:
        yield np.unique(np.concatenate(listed))
        return
    if not listed:
        return
    after, earlier = Model(known), Model(consistent(before(), inside)[0])
    for group in listed:
        low, high = after.bounds(group)
        if _wide(known, group, low, high, kept):
            continue
        was_low, was_high = earlier.bounds(group)
        tells = fixed(low, high) and not fixed(was_low, was_high)
        if tells or high - low < kept * (was_high - was_low) - 10 * TOLERANCE:
            yield group


def _wide(known: Knowledge, group: Ints, low: float, high: float, kept: float) -> bool:
    """Whether a range is wide enough whatever it was before."""
    return not fixed(low, high) and high - low >= kept * float(known.size[group].sum())


def _distinct(groups: sp.csc_matrix) -> sp.csc_matrix:
    groups.sort_indices()
    seen: dict[bytes, int] = {}
    for place in range(groups.shape[1]):
        seen.setdefault(groups.indices[groups.indptr[place] : groups.indptr[place + 1]].tobytes(), place)
    return groups[:, sorted(seen.values())]
