"""A table before disclosure control: how many persons, and how much of an amount, each inner cell holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Tree:
    """One axis of a table: every code, each part before its whole and the total last, and for each the place
    of the whole it is part of (−1 for the total). Codes that are nobody's whole are the inner ones."""

    name: str
    codes: tuple[str, ...]
    whole: tuple[int, ...]

    def __post_init__(self) -> None:
        last = len(self.codes) - 1
        if len(self.whole) != len(self.codes) or self.whole[last] != -1:
            raise ValueError(f"the axis {self.name} has to end in its total")
        if any(not place < whole <= last for place, whole in enumerate(self.whole[:-1])):
            raise ValueError(f"on the axis {self.name} a part has to come before its whole")

    @property
    def inner(self) -> tuple[int, ...]:
        """The places of codes that have no parts."""
        return tuple(sorted(set(range(len(self.codes))) - set(self.whole)))


def flat(name: str, levels: tuple[str, ...], total: str) -> Tree:
    """An axis of `levels` and their `total`, with nothing in between."""
    return Tree(name, (*levels, total), (*([len(levels)] * len(levels)), -1))


NOBODY = -1


@dataclass(frozen=True)
class Amounts:
    """Of each inner cell: the sum of an amount over its contributors, and the largest and second largest. costs:
    whether it is money, for which the p% rule is stricter."""

    name: str
    total: Floats
    largest: Floats
    second: Floats
    costs: bool = False


@dataclass(frozen=True, repr=False)
class Held:
    """Who is in a table: an entry for every person and inner cell. member: the person's number, the same in every
    table of the same people; cell: the place of the inner cell, raveled; amount: what is theirs in it."""

    member: Ints
    cell: Ints
    amount: Floats | None = None


@dataclass(frozen=True, repr=False)
class Cells:
    """Inner cells of a table by `axes`, one axis of the arrays an axis, places in the order of its inner codes.

    `persons`: contributors of each; `amounts`: where the table is of an amount rather than of persons. `held`: who
    they are, where that is known; a person may then be in several cells. `alone`: of cells with one contributor,
    their number (`NOBODY` elsewhere), where it is known. `empty`: cells that everybody knows to be empty.
    """

    axes: tuple[Tree, ...]
    persons: Ints
    amounts: Amounts | None = None
    held: Held | None = None
    alone: Ints | None = None
    empty: Bools | None = None


def added(cell: Ints, values: Floats, size: int) -> Floats:
    """The values of each of `size` cells added up."""
    return np.asarray(np.bincount(cell, values, size), dtype=np.float64)


def two_largest(cell: Ints, value: Floats, size: int) -> tuple[Floats, Floats]:
    """The largest and the second largest value of each of `size` cells, 0 where there is none."""
    order = np.lexsort((-value, cell))
    cell, value = cell[order], value[order]
    first = np.diff(cell, prepend=-1) != 0
    next_ = np.flatnonzero(first[:-1] & ~first[1:]) + 1
    largest, second = np.zeros(size), np.zeros(size)
    largest[cell[first]], second[cell[next_]] = value[first], value[next_]
    return largest, second
