"""A new table as a problem of suppression, beside the tables about the same people that are out already.

Cells of two releases are one cell when the same people are in them. One that was shown is known and protects
nothing; one that was withheld stays protected by all that added up then and all that adds up now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from scipy.sparse import coo_array, csr_array, vstack

from outcomelab.disclosure.audit.published import additivity
from outcomelab.disclosure.contributors import Digests
from outcomelab.disclosure.joined import Joined
from outcomelab.disclosure.primary import Whole, inner_cells
from outcomelab.disclosure.suppress.grid import Bools, Floats, Ints, Linked, relations
from outcomelab.disclosure.suppress.problem import Problem
from outcomelab.handovers.cells import NOBODY, Tree

_Known = defaultdict[int, list[tuple[frozenset[tuple[str, str]], int]]]


@dataclass(frozen=True, repr=False)
class Out:
    """A table that was released: its axes and of every cell, raveled, who is in it (`fingerprints`, 0 for nobody),
    what it holds, how uncertain it had to stay (`up`, `down`), whether it was withheld, whether it is of one
    person alone (`sole`), and to what figures were rounded. `measure`: the amount, or nothing where it counts
    persons."""

    axes: tuple[Tree, ...]
    measure: str
    base: float
    prints: Digests
    values: Floats
    up: Floats
    down: Floats
    withheld: Bools
    sole: Bools


@dataclass(frozen=True, repr=False)
class System:
    """Everything that adds up: first the cells of the new table, then those that only earlier ones have.
    equations: the same as the problem's relations, as the audit reads them off."""

    problem: Problem
    tables: tuple[tuple[Tree, ...], ...]
    linked: Linked
    equations: csr_array = field(repr=False)


def beside(table: Joined, cost: Floats, prints: Digests | None = None, out: Sequence[Out] = ()) -> System:
    """The new table's problem, with `out` where who is in its cells (`prints`) is known.

    `cost`: what withholding each new cell costs.
    """
    size = table.linked.size
    known: _Known = defaultdict(list)
    for at, one in enumerate(() if prints is None else prints.tolist()):
        known[one].append((_named(table.axes, table.codes[at]), at))
    there, total = [], size
    for earlier in out:
        cells, total = _places(earlier, known, total)
        there.append(cells)
    new = table.whole
    values, up, down = (_longer(each, total) for each in (new.values, new.up, new.down))
    shown = np.zeros(total, dtype=np.bool_)
    secondary = np.arange(total) >= size
    primary = np.concatenate([new.primary, secondary[size:]])
    for one, cells in zip(out, there, strict=True):
        values[cells[cells >= size]] = one.values[cells >= size]
        shown[cells] |= ~one.withheld
        unsafe = one.withheld & ((one.up > 0) | (one.down > 0))
        up[cells[unsafe]] = np.maximum(up[cells[unsafe]], one.up[unsafe])
        down[cells[unsafe]] = np.maximum(down[cells[unsafe]], one.down[unsafe])
        primary[cells[unsafe]] = True
    empty = _longer(new.empty, total)
    alone, person = _alone(new, prints, out, there, total)
    primary &= ~shown & ~empty
    up[~primary] = down[~primary] = 0.0
    problem = Problem(
        values=values,
        cost=np.concatenate([cost, np.ones(total - size)]),
        primary=primary,
        free=~primary & ~shown & ~empty,
        relations=_stacked(table.linked.relations, [relations(one.axes) for one in out], there, total),
        up=up,
        down=down,
        person=person,
        alone=alone,
    )
    own = additivity(table.codes, table.axes)
    before = [additivity(list(product(*(axis.codes for axis in one.axes))), one.axes) for one in out]
    return System(
        problem=problem,
        tables=(*(cells.axes for cells in table.tables), *(one.axes for one in out)),
        linked=Linked(total, (*table.linked.cell, *there), problem.relations),
        equations=_stacked(own, before, there, total),
    )


def _alone(
    new: Whole, prints: Digests | None, out: Sequence[Out], there: Sequence[Ints], total: int
) -> tuple[Ints, Ints]:
    """Of every cell, who is alone in it, and who knows its figure for that: in any of the tables. Where one person
    is, the fingerprint is their own number, the same in all."""
    if prints is None:
        return new.alone, new.person
    size = len(prints)
    who, knows = np.zeros(total, dtype=prints.dtype), np.zeros(total, dtype=np.bool_)
    who[:size] = np.where(new.alone != NOBODY, prints, 0)
    knows[:size] = new.person != NOBODY
    for one, cells in zip(out, there, strict=True):
        who[cells[one.sole]] = one.prints[one.sole]
        knows[cells[one.sole & inner_cells(one.axes)]] = True
    number = np.unique(who, return_inverse=True)[1]
    alone = np.where(who > 0, number, NOBODY)
    return alone, np.where(knows, alone, NOBODY)


def _places(one: Out, known: _Known, total: int) -> tuple[Ints, int]:
    """Where the cells of an earlier table are among all (`total` so far; `known` by who is in them), and how many
    there are then.

    The same people can be in a cell and in its whole. Then it is the cell of the same name, else the one that
    takes fewest codes to name; and never one for two.
    """
    names = [_named(one.axes, code) for code in product(*(axis.codes for axis in one.axes))]
    found = np.full(len(names), -1, dtype=np.int64)
    used: set[int] = set()
    for at in sorted(range(len(names)), key=lambda at: len(names[at])):
        mark = int(one.prints[at])
        same = [(name, place) for name, place in known[mark] if place not in used] if mark else []
        same.sort(key=lambda each: (each[0] != names[at], len(each[0])))
        if same:
            found[at] = same[0][1]
        else:
            found[at], total = total, total + 1
            known[mark].append((names[at], int(found[at])))
        used.add(int(found[at]))
    return found, total


def _named(axes: Sequence[Tree], code: Sequence[str]) -> frozenset[tuple[str, str]]:
    named = zip(axes, code, strict=True)
    return frozenset((axis.name, value) for axis, value in named if value != axis.codes[-1])


def _longer(known: np.ndarray, total: int, rest: float = 0) -> np.ndarray:
    return np.concatenate([known, np.full(total - len(known), rest, dtype=known.dtype)])


def _stacked(new: csr_array, earlier: Sequence[csr_array], there: Sequence[Ints], total: int) -> csr_array:
    rows = [_wider(new, np.arange(new.shape[1]), total)]
    rows += [_wider(one, cells, total) for one, cells in zip(earlier, there, strict=True)]
    return csr_array(vstack(rows)) if len(rows) > 1 else rows[0]


def _wider(matrix: csr_array, cells: Ints, total: int) -> csr_array:
    part = matrix.tocoo()
    return csr_array(
        coo_array((part.data, (part.coords[0], cells[part.coords[1]])), shape=(matrix.shape[0], total))
    )
