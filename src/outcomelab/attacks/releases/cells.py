"""Tables of counts and amounts as an attacker meets them, and what cleared ones say of the cells inside."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sp

from outcomelab.attacks.releases.invented import Bools, Floats, Ints
from outcomelab.handovers.cells import Amounts, Cells, Held, flat
from outcomelab.handovers.tables import TOTAL, TableFigures

Axes = dict[str, Ints]  # of each axis, the level of every person


@dataclass(frozen=True)
class TableRead:
    """What tables say together of the cells of one that has all of their axes: each of `sums` (rows × cells) lies
    between `low` and `high`."""

    sums: sp.csr_array = field(repr=False)
    low: Floats
    high: Floats


def cells(axes: Axes, amount: Floats | None = None, costs: bool = False, number: Ints | None = None) -> Cells:
    """The table of persons, or of an amount (`costs`: of money), by these axes; `number`: of each person, for the
    ledger."""
    trees = tuple(flat(name, levels(held), TOTAL) for name, held in axes.items())
    shape = tuple(len(tree.inner) for tree in trees)
    place = np.ravel_multi_index(tuple(axes.values()), shape)
    size = int(np.prod(shape))
    persons = np.bincount(place, minlength=size).astype(np.int64).reshape(shape)
    if amount is None:
        held = None if number is None else Held(np.asarray(number, dtype=np.int64), np.asarray(place))
        return Cells(trees, persons, held=held)
    total = np.bincount(place, weights=amount, minlength=size).astype(np.float64)
    largest, second = np.zeros(size), np.zeros(size)
    order = np.lexsort((-amount, place))
    at, first = np.unique(place[order], return_index=True)
    largest[at] = amount[order][first]
    two = persons.ravel()[at] > 1
    second[at[two]] = amount[order][first[two] + 1]
    amounts = Amounts("amount", total.reshape(shape), largest.reshape(shape), second.reshape(shape), costs)
    return Cells(trees, persons, amounts)


def levels(held: Ints) -> tuple[str, ...]:
    """Names of an axis' levels, from 0 to the largest there is."""
    return tuple(f"{level:03d}" for level in range(int(held.max()) + 1))


def read(tables: list[TableFigures], axes: Axes) -> TableRead:
    """Every shown cell of the tables as an interval for a sum of cells of the table by all `axes`."""
    names = {name: levels(held) for name, held in axes.items()}
    grid = np.meshgrid(*(np.array(one) for one in names.values()), indexing="ij")
    inside = {name: one.ravel() for name, one in zip(names, grid, strict=True)}
    rows, low, high = [], [], []
    for table in tables:
        least = float(table.threshold) if table.measure == "count" else 0.0
        for row in table.cells.to_pylist():
            if row["withheld"]:
                continue
            shown = row[table.measure]
            rows.append(np.all([(inside[n] == row[n]) | (row[n] == TOTAL) for n in table.by], axis=0))
            low.append(max(least, shown - table.base / 2))
            high.append(shown + (np.ceil(table.base / 2) - 1 if table.measure == "count" else table.base / 2))
    return TableRead(sp.csr_array(np.array(rows, dtype=np.float64)), np.ceil(low), np.array(high))


def small(counts: Cells, threshold: int) -> Bools:
    """Inner cells with one person or more, but fewer than the threshold."""
    return np.asarray((counts.persons > 0) & (counts.persons < threshold)).ravel()
