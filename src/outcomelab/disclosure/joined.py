"""Several tables of the same people as one: a margin that they share is one cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from outcomelab.disclosure.primary import Whole, whole
from outcomelab.disclosure.suppress.grid import Linked, linked
from outcomelab.errors import UsageError
from outcomelab.handovers.cells import NOBODY, Cells, Tree
from outcomelab.handovers.tables import TOTAL
from outcomelab.protocol.rules import DisclosureRules

Code = tuple[str, ...]


@dataclass(frozen=True)
class Joined:
    """Tables that share margins. `axes`: every axis of any of them, once; `codes`: of each cell a code on each of
    those, `Total` where its table is not counted by it; `linked`: which cells those of each table are; `whole`:
    what the rules say of each cell."""

    axes: tuple[Tree, ...]
    codes: tuple[Code, ...]
    tables: tuple[Cells, ...]
    linked: Linked
    whole: Whole

    @property
    def by(self) -> tuple[str, ...]:
        """The names of the axes."""
        return tuple(axis.name for axis in self.axes)

    def spread(self, each: Sequence[np.ndarray]) -> np.ndarray:
        """What is known of the cells of each table, as of the cells of all."""
        found = np.zeros(self.linked.size, dtype=each[0].dtype)
        for cell, known in zip(self.linked.cell, each, strict=True):
            found[cell] = known
        return found


def joined(tables: Sequence[Cells], rules: DisclosureRules) -> Joined:
    """Tables by one or more columns each, of the same people, as one set of cells.

    Raises UsageError when one table is named twice, or an axis differs between two.
    """
    axes: dict[str, Tree] = {}
    for axis in (axis for cells in tables for axis in cells.axes):
        if axes.setdefault(axis.name, axis) != axis:
            raise UsageError(f"The tables differ in what {axis.name} can be. Make them from the same rows.")
    if len({frozenset(axis.name for axis in cells.axes) for cells in tables}) < len(tables):
        raise UsageError("A table is named twice by the same columns. Name each once.")
    together = linked([cells.axes for cells in tables])
    codes: list[Code] = [()] * together.size
    for cells, cell in zip(tables, together.cell, strict=True):
        own = [axis.codes if axis in cells.axes else (TOTAL,) for axis in axes.values()]
        order = [cells.axes.index(axis) for axis in axes.values() if axis in cells.axes]
        sizes = [len(axis.codes) for axis in cells.axes]
        places = np.arange(int(np.prod(sizes))).reshape(sizes).transpose(order).ravel()
        for place, code in zip(places.tolist(), product(*own), strict=True):
            codes[cell[place]] = code
    parts = [whole(cells, rules) for cells in tables]
    return Joined(tuple(axes.values()), tuple(codes), tuple(tables), together, _whole(together, parts))


def _whole(together: Linked, parts: Sequence[Whole]) -> Whole:
    if len(parts) == 1:
        return parts[0]
    size = together.size
    found = Whole(
        *(np.zeros(size), np.zeros(size), np.zeros(size, dtype=np.bool_), np.zeros(size), np.zeros(size)),
        *(np.full(size, NOBODY), np.full(size, NOBODY), np.zeros(size, dtype=np.bool_)),
        np.zeros(size, dtype=np.bool_),
        *((np.zeros(size), np.zeros(size)) if parts[0].largest is not None else ()),
    )
    for cell, part in zip(together.cell, parts, strict=True):
        found.persons[cell], found.values[cell] = part.persons, part.values
        found.up[cell] = np.maximum(found.up[cell], part.up)
        found.down[cell] = np.maximum(found.down[cell], part.down)
        found.alone[cell] = part.alone  # tables of the same rows number people alike
        found.person[cell] = np.where(part.person == NOBODY, found.person[cell], part.person)
        found.empty[cell] |= part.empty
        found.primary[cell] |= part.primary
        for mine, theirs in ((found.largest, part.largest), (found.second, part.second)):
            if mine is not None and theirs is not None:
                mine[cell] = theirs
        found.inner[cell] |= part.inner
    found.primary[found.empty] = False
    return found
