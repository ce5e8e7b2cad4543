"""Who is behind every cell of a table, margins included: how many, how much is theirs, who is alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from outcomelab.disclosure.suppress.grid import Bools, Floats, Ints, shape, summed
from outcomelab.handovers.cells import NOBODY, Amounts, Cells, Tree, added, two_largest

Digests = np.ndarray[tuple[int, ...], np.dtype[np.uint64]]


@dataclass(frozen=True)
class Contributors:
    """Of every cell, raveled: `persons`, distinct ones; `values`, what the table shows; `alone`, the number of the
    one contributor, or `NOBODY`; `largest` and `second`, of an amount."""

    persons: Floats
    values: Floats
    alone: Ints
    largest: Floats | None = None
    second: Floats | None = None


def contributors(cells: Cells) -> Contributors:
    """From sums of the inner cells where nobody is in two of them, else by counting each cell's persons."""
    if cells.held is not None and len(np.unique(cells.held.member)) < len(cells.held.member):
        return _counted(cells)
    persons = summed(cells.persons, cells.axes).ravel()
    alone = _alone(cells, persons)
    if cells.amounts is None:
        return Contributors(persons, persons, alone)
    largest, second = _two_largest(cells.amounts, cells.axes)
    return Contributors(persons, summed(cells.amounts.total, cells.axes).ravel(), alone, largest, second)


def fingerprints(cells: Cells) -> Digests:
    """Of every cell, raveled, a number of the persons in it: the sum of their members' numbers mod 2⁶⁴, which are
    keyed hashes. The same persons have the same in any table; 0 where nobody is. Needs `held`."""
    cell, member, _ = _everywhere(cells)
    found = np.zeros(int(np.prod(shape(cells.axes))), dtype=np.uint64)
    np.add.at(found, cell, member.astype(np.uint64))
    return found


def people_of(cells: Cells, members: Ints, chosen: Ints) -> Bools:
    """Who is in the `chosen` cells: those (places in the raveled table, margins included) × `members` (sorted)."""
    cell, member, _ = _everywhere(cells)
    row = np.full(int(np.prod(shape(cells.axes))), -1)
    row[chosen] = np.arange(len(chosen))
    there = row[cell] >= 0
    found = np.zeros((len(chosen), len(members)), dtype=np.bool_)
    found[row[cell[there]], np.searchsorted(members, member[there])] = True
    return found


def _counted(cells: Cells) -> Contributors:
    cell, member, amount = _everywhere(cells)
    size = int(np.prod(shape(cells.axes)))
    persons = np.bincount(cell, minlength=size).astype(np.float64)
    one = np.zeros(size, dtype=np.int64)
    one[cell] = np.unique(member, return_inverse=True)[1]
    alone = np.where(persons == 1, one, NOBODY)
    if amount is None:
        return Contributors(persons, persons, alone)
    largest, second = two_largest(cell, amount, size)
    return Contributors(persons, added(cell, amount, size), alone, largest, second)


def _everywhere(cells: Cells) -> tuple[Ints, Ints, Floats | None]:
    """Every cell, margins included, with each person in it once, and all that is theirs there."""
    held = cells.held
    if held is None:
        raise ValueError("who is in the table is not known")
    inner = np.unravel_index(held.cell, cells.persons.shape)
    size = shape(cells.axes)
    found = [
        np.ravel_multi_index([codes[place] for codes, place in zip(way, inner, strict=True)], size)
        for way in product(*(list(_ways_up(axis)) for axis in cells.axes))
    ]
    cell = np.concatenate(found)
    everyone, who = np.unique(held.member, return_inverse=True)
    there, which = np.unique(cell * len(everyone) + np.tile(who, len(found)), return_inverse=True)
    cell, who = np.divmod(there, max(len(everyone), 1))
    amount = None
    if held.amount is not None:
        # Where codes have no whole of their own, two ways up meet in the total; an amount counts there once.
        once = np.unique(np.stack([which, np.tile(np.arange(len(held.cell)), len(found))]), axis=1)
        amount = added(once[0], held.amount[once[1]], len(there))
    return cell, everyone[who], amount


def _ways_up(axis: Tree) -> Iterator[Ints]:
    """For every inner code itself, then its whole, and so on: the total where a code has no more of them."""
    codes = np.array(axis.inner, dtype=np.int64)
    whole = np.array(axis.whole, dtype=np.int64)
    yield codes
    while (codes != len(axis.codes) - 1).any():
        codes = np.where(whole[codes] >= 0, whole[codes], codes)
        yield codes


def _alone(cells: Cells, persons: Floats) -> Ints:
    """Where numbers are not known, a person has that of the inner cell they are in."""
    given = np.arange(cells.persons.size).reshape(cells.persons.shape) if cells.alone is None else cells.alone
    if cells.held is not None:
        given = np.zeros(cells.persons.size, dtype=np.int64)
        given[cells.held.cell] = np.unique(cells.held.member, return_inverse=True)[1]
        given = given.reshape(cells.persons.shape)
    held = summed(np.where(cells.persons == 1, given, 0), cells.axes).ravel()
    return np.where(persons == 1, held, NOBODY).astype(np.int64)


def _two_largest(amounts: Amounts, axes: tuple[Tree, ...]) -> tuple[Floats, Floats]:
    """Of every cell, margins included: a whole's two largest are among its parts' two largest."""
    first, second = amounts.largest, amounts.second
    for which, axis in enumerate(axes):
        first, second = np.moveaxis(first, which, 0), np.moveaxis(second, which, 0)
        size = (len(axis.codes), *first.shape[1:])
        new_first, new_second = np.zeros(size), np.zeros(size)
        new_first[list(axis.inner)], new_second[list(axis.inner)] = first, second
        for place, of in enumerate(axis.whole[:-1]):
            new_second[of] = np.maximum(
                np.maximum(new_second[of], new_second[place]), np.minimum(new_first[of], new_first[place])
            )
            new_first[of] = np.maximum(new_first[of], new_first[place])
        first, second = np.moveaxis(new_first, 0, which), np.moveaxis(new_second, 0, which)
    return first.ravel(), second.ravel()
