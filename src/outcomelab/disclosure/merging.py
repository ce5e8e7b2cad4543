"""Merge first: small values of a column are shown together before any cell is withheld.

A value is small when more than half of its cells hold fewer than the threshold, so that most of its row would be
empty. Of an ordered column neighbours are merged, of any other the small values into one ("other").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from outcomelab.disclosure.coarser import coarser
from outcomelab.disclosure.suppress.grid import Bools, Ints
from outcomelab.errors import UsageError
from outcomelab.handovers.cells import Cells, Tree
from outcomelab.handovers.refused import Coarsening

_FEWEST = 2  # values that a column keeps
_HALF = 0.5


def small_merged(tables: Sequence[Cells], threshold: int, ordered: Mapping[str, Sequence[str]] = {}) -> Coarsening:
    """Which values to show together. Columns in turn, each in the table as merged so far; none that would be left
    with one value. `ordered`: columns with their values in order, or none where numbers in them say it.

    Raises UsageError when an order is neither given nor said.
    """
    merges: tuple[tuple[str, tuple[str, ...]], ...] = ()
    for name in dict.fromkeys(axis.name for cells in tables for axis in cells.axes):
        now = coarser(tables, Coarsening(merges, ordered=tuple(ordered))) if merges else tuple(tables)
        axis = next(axis for cells in now for axis in cells.axes if axis.name == name)
        lines = np.concatenate([_lines(cells, name) for cells in now if axis in cells.axes], axis=1)
        groups = (
            _in_order(axis, lines, threshold, ordered[name])
            if name in ordered
            else _into_one(axis, lines, threshold)
        )
        inner = [axis.codes[place] for place in axis.inner]
        merges += tuple((name, tuple(inner[place] for place in group)) for group in groups)
    merged = {name for name, _ in merges}
    return Coarsening(merges, ordered=tuple(name for name in ordered if name in merged))


def _lines(cells: Cells, name: str) -> Ints:
    """Inner codes × cells; −1 where everybody knows a cell to be empty, which is no small one."""
    which = next(place for place, axis in enumerate(cells.axes) if axis.name == name)
    persons = cells.persons if cells.empty is None else np.where(cells.empty, -1, cells.persons)
    return np.moveaxis(persons, which, 0).reshape(persons.shape[which], -1)


def _small(lines: Ints, threshold: int) -> Bools:
    counted = (lines >= 0).sum(axis=1)
    few = ((lines >= 0) & (lines < threshold)).sum(axis=1)
    return np.asarray(few > _HALF * counted)


def _added(lines: Ints, group: Sequence[int]) -> Ints:
    part = lines[list(group)]
    return np.where((part < 0).all(axis=0), -1, np.maximum(part, 0).sum(axis=0))[None, :]


def _into_one(axis: Tree, lines: Ints, threshold: int) -> list[list[int]]:
    """Small values under one whole together, with the next smallest ones while together they are small."""
    found = []
    wholes = np.array([axis.whole[place] for place in axis.inner])
    size, small = np.maximum(lines, 0).sum(axis=1), _small(lines, threshold)
    for whole in np.unique(wholes):
        here = np.flatnonzero(wholes == whole)
        pool = [int(place) for place in here if small[place]]
        rest = sorted((int(place) for place in here if not small[place]), key=lambda place: (size[place], place))
        while pool and rest and (len(pool) == 1 or _small(_added(lines, pool), threshold)[0]):
            pool.append(rest.pop(0))
        if len(pool) > 1 and (len(rest) + 1 >= _FEWEST or whole < len(axis.codes) - 1):
            found.append(sorted(pool))
    return found


def _in_order(axis: Tree, lines: Ints, threshold: int, order: Sequence[str]) -> list[list[int]]:
    """The smallest small value with its smaller neighbour, again and again, under each whole."""
    place = _place(axis, order)
    wholes = np.array([axis.whole[at] for at in axis.inner])
    found = []
    for whole in np.unique(wholes):
        groups = [[at] for at in place if wholes[at] == whole]
        while len(groups) > _FEWEST:
            now = np.concatenate([_added(lines, group) for group in groups])
            small = np.flatnonzero(_small(now, threshold))
            if not len(small):
                break
            size = np.maximum(now, 0).sum(axis=1)
            one = int(small[np.argmin(size[small])])
            other = min((at for at in (one - 1, one + 1) if 0 <= at < len(groups)), key=lambda at: (size[at], at))
            groups[min(one, other)] += groups.pop(max(one, other))
        found += [group for group in groups if len(group) > 1]
    return found


def _place(axis: Tree, order: Sequence[str]) -> list[int]:
    """The inner codes of an axis in order."""
    codes = [axis.codes[place] for place in axis.inner]
    if order and not set(codes) <= set(order):
        raise UsageError(f"The order of {axis.name} lacks some of its values. Name all, the least first.")
    if not order and sum(not re.search(r"[0-9]", code) for code in codes) > 1:
        raise UsageError(
            f"The values of {axis.name} hold no numbers to order them by. Name them in order: "
            f"--ordered {axis.name}=LEAST,…,MOST."
        )
    rank = {code: number for number, code in enumerate(order)}
    return sorted(range(len(codes)), key=lambda at: rank[codes[at]] if order else _number(codes[at]))


def _number(code: str) -> tuple[float, int, str]:
    """By the first number in it: "under 18" before "18–24", "over 65" after 65; whatever holds none comes last."""
    found = re.search(r"[0-9]+(\.[0-9]+)?", code)
    if found is None:
        return float("inf"), 0, code
    before = code[: found.start()].casefold()
    side = -1 if re.search(r"under|below|less|up to|<|to ", before) else 1 if before.strip() else 0
    return float(found[0]), side, code
