"""Less detail in tables: values of a column shown together, a column left out, fewer people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from outcomelab.errors import DisclosureRefused, UsageError
from outcomelab.handovers.cells import NOBODY, Amounts, Bools, Cells, Held, Ints, Tree, added, flat, two_largest
from outcomelab.handovers.refused import Coarsening

OTHER = "other"
_FEW = 3  # values whose names, one after the other, still make a name


def coarser(tables: Sequence[Cells], coarsening: Coarsening) -> tuple[Cells, ...]:
    """Tables with the values merged and the columns left out that `coarsening` names.

    Raises UsageError for values that are not there or have no whole in common, DisclosureRefused when nothing
    would be left.
    """
    for name in (*(name for name, _ in coarsening.merge), *coarsening.withhold):
        if not any(axis.name == name for cells in tables for axis in cells.axes):
            raise UsageError(f"The coarsening names {name}, which the table is not counted by.")
    for name, levels in coarsening.merge:
        tables = [_merged(cells, name, levels, ordered=name in coarsening.ordered) for cells in tables]
    for name in coarsening.withhold:
        tables = [_without(cells, name) for cells in tables]
    kept = {frozenset(axis.name for axis in cells.axes): cells for cells in reversed(tables) if cells.axes}
    if not kept:
        raise DisclosureRefused("Nothing is left of the table when all of its columns are left out.")
    return tuple(reversed(kept.values()))


def only(tables: Sequence[Cells], members: Ints) -> tuple[Cells, ...]:
    """Tables of those among `members` alone; who is in them has to be known."""
    return tuple(_only(cells, members) for cells in tables)


def name_of(levels: Sequence[str], taken: Sequence[str], *, ordered: bool) -> str:
    """What values that are shown together are called."""
    if ordered:
        return f"{levels[0]} to {levels[-1]}"
    return OTHER if len(levels) > _FEW and OTHER not in taken else " or ".join(levels)


def _merged(cells: Cells, name: str, levels: Sequence[str], *, ordered: bool) -> Cells:
    which = next((place for place, axis in enumerate(cells.axes) if axis.name == name), None)
    if which is None:
        return cells
    axis = cells.axes[which]
    inner = [axis.codes[place] for place in axis.inner]
    chosen = [level for level in dict.fromkeys(levels) if level in inner]
    if len(chosen) < len(set(levels)) or len(chosen) < 2:
        raise UsageError(f"Name two or more values of {name} that the table has, to be shown together.")
    wholes = {axis.whole[axis.codes.index(level)] for level in chosen}
    if len(wholes) > 1:
        raise UsageError(f"Only values of {name} under one whole of its hierarchy can be shown together.")
    (whole,) = wholes
    made = name_of(chosen, [code for code in axis.codes if code not in chosen], ordered=ordered)
    new = _tree(axis, chosen, whole, made)
    kept = [new.codes[place] for place in new.inner]
    made = made if made in kept else axis.codes[whole]
    into = np.array([kept.index(made if code in chosen else code) for code in inner])
    return _recoded(cells, which, new, into)


def _tree(axis: Tree, chosen: Sequence[str], whole: int, made: str) -> Tree:
    """The axis with the `chosen` codes as one, `made`; where they are all the parts of a whole below the total, as
    that whole."""
    parts = [code for code, of in zip(axis.codes, axis.whole, strict=True) if of == whole]
    names = [code for code in axis.codes if code not in chosen]
    of = {code: axis.codes[place] for code, place in zip(axis.codes, axis.whole, strict=True) if place >= 0}
    if len(chosen) < len(parts) or whole == len(axis.codes) - 1:
        if made in names:
            raise UsageError(
                f"The values of {axis.name} cannot be shown together as {made}, which it has already."
            )
        names.insert(0, made)
        of[made] = axis.codes[whole]
    place = {code: number for number, code in enumerate(names)}
    return Tree(axis.name, tuple(names), tuple(place[of[code]] if code in of else -1 for code in names))


def _without(cells: Cells, name: str) -> Cells:
    which = next((place for place, axis in enumerate(cells.axes) if axis.name == name), None)
    if which is None:
        return cells
    size = cells.persons.shape[which]
    everything = _recoded(cells, which, flat(name, ("",), "Total"), np.zeros(size, dtype=np.int64))
    axes = tuple(axis for place, axis in enumerate(cells.axes) if place != which)
    shape = tuple(len(axis.inner) for axis in axes)

    def lower(values: np.ndarray | None) -> np.ndarray | None:
        return None if values is None else values.reshape(shape)

    amounts = everything.amounts
    if amounts is not None:
        amounts = replace(
            amounts,
            **{part: getattr(amounts, part).reshape(shape) for part in ("total", "largest", "second")},
        )
    persons = everything.persons.reshape(shape)
    return Cells(axes, persons, amounts, everything.held, lower(everything.alone), lower(everything.empty))


def _recoded(cells: Cells, which: int, axis: Tree, into: Ints) -> Cells:
    """Inner codes of one axis put together: `into` says for each which code of the new `axis` it goes to."""
    axes = tuple(axis if place == which else one for place, one in enumerate(cells.axes))
    shape = tuple(len(one.inner) for one in axes)
    size = int(np.prod(shape))
    places = list(np.unravel_index(np.arange(cells.persons.size), cells.persons.shape))
    places[which] = into[places[which]]
    to = np.ravel_multi_index(places, shape)
    persons = np.bincount(to, cells.persons.ravel(), size).astype(np.int64).reshape(shape)
    held, alone, empty = None, None, None
    if cells.held is not None:
        held = _together(cells.held, to)
        persons = np.bincount(held.cell, minlength=size).reshape(shape)
    if cells.alone is not None:
        number = np.bincount(to, np.where(cells.persons.ravel() == 1, cells.alone.ravel(), 0.0), size)
        alone = np.where(persons == 1, number.reshape(shape).astype(np.int64), NOBODY)
    if cells.empty is not None:
        empty = (np.bincount(to, ~cells.empty.ravel(), size) == 0).reshape(shape)
    amounts = cells.amounts and _amounts(cells.amounts, held, to, shape)
    return Cells(axes, persons, amounts, held, alone, empty)


def _together(held: Held, to: Ints) -> Held:
    """Each person once in every cell, with all that is theirs there."""
    pairs, which = np.unique(np.stack([to[held.cell], held.member]), axis=1, return_inverse=True)
    amount = None if held.amount is None else added(which.ravel(), held.amount, pairs.shape[1])
    return Held(pairs[1], pairs[0], amount)


def _amounts(amounts: Amounts, held: Held | None, to: Ints, shape: tuple[int, ...]) -> Amounts:
    size = int(np.prod(shape))
    total = added(to, amounts.total.ravel(), size).reshape(shape)
    if held is not None and held.amount is not None:
        cell, value = held.cell, held.amount
    else:
        cell = np.concatenate([to, to])
        value = np.concatenate([amounts.largest.ravel(), amounts.second.ravel()])
    largest, second = two_largest(cell, value, size)
    return Amounts(amounts.name, total, largest.reshape(shape), second.reshape(shape), amounts.costs)


def _only(cells: Cells, members: Ints) -> Cells:
    """The table of some of its people; values that none of those has are no part of it."""
    if cells.held is None:
        raise UsageError(
            "The people of an earlier release can be kept only where --person says whose each row is."
        )
    keep = np.isin(cells.held.member, members)
    amount = cells.held.amount
    held = Held(cells.held.member[keep], cells.held.cell[keep], None if amount is None else amount[keep])
    there = np.bincount(held.cell, minlength=cells.persons.size).reshape(cells.persons.shape) > 0
    lines = [np.asarray(there.any(axis=tuple(set(range(there.ndim)) - {which}))) for which in range(there.ndim)]
    places = np.unravel_index(held.cell, cells.persons.shape)
    shape = tuple(int(line.sum()) for line in lines)
    now = [np.cumsum(line)[place] - 1 for line, place in zip(lines, places, strict=True)]
    cell = np.asarray(np.ravel_multi_index(now, shape), dtype=np.int64)
    held = Held(held.member, cell, held.amount)
    size = int(np.prod(shape))
    persons = np.bincount(cell, minlength=size).reshape(shape)
    axes = tuple(_of_these(axis, line) for axis, line in zip(cells.axes, lines, strict=True))
    empty = None if cells.empty is None else cells.empty[np.ix_(*lines)]
    if cells.amounts is None or held.amount is None:
        return Cells(axes, persons, None, held, None, empty)
    total = added(cell, held.amount, size)
    largest, second = two_largest(cell, held.amount, size)
    total, largest, second = (one.reshape(shape) for one in (total, largest, second))
    amounts = Amounts(cells.amounts.name, total, largest, second, cells.amounts.costs)
    return Cells(axes, persons, amounts, held, None, empty)


def _of_these(axis: Tree, line: Bools) -> Tree:
    """The axis with those of its inner codes, and the wholes that are left."""
    left = {place for place, kept in zip(axis.inner, line, strict=True) if kept}
    for place in range(len(axis.codes) - 1):
        if place in left:
            left.add(axis.whole[place])
    order = sorted(left)
    now = {place: number for number, place in enumerate(order)}
    whole = tuple(now[axis.whole[place]] if axis.whole[place] >= 0 else -1 for place in order)
    return Tree(axis.name, tuple(axis.codes[place] for place in order), whole)
