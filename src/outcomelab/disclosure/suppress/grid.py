"""Tables as cells and what must add up between them: margins, hierarchies, and several tables that share cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array

from outcomelab.handovers.cells import Tree

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def shape(axes: Sequence[Tree]) -> tuple[int, ...]:
    """Of a whole table: every code of every axis, wholes included."""
    return tuple(len(axis.codes) for axis in axes)


def members(axis: Tree) -> Floats:
    """Which inner codes each code is made of: codes × inner codes, 0 or 1."""
    part = np.zeros((len(axis.codes), len(axis.inner)))
    part[list(axis.inner), range(len(axis.inner))] = 1
    for place, whole in enumerate(axis.whole[:-1]):
        part[whole] += part[place]
    return part


def summed(inner: npt.NDArray[np.generic], axes: Sequence[Tree]) -> Floats:
    """Inner cells with every whole of every axis added: an array of `shape(axes)`."""
    whole = np.asarray(inner, dtype=np.float64)
    for place, axis in enumerate(axes):
        if len(axis.inner) == len(axis.codes) - 1:
            whole = np.concatenate([whole, whole.sum(axis=place, keepdims=True)], axis=place)
            continue
        whole = np.moveaxis(np.tensordot(members(axis), whole, axes=(1, place)), 0, place)
    return whole


def relations(axes: Sequence[Tree]) -> csr_array:
    """One row for every whole and every combination of the other axes: 1 for its parts, −1 for itself. Cells
    are columns, in the order of the raveled table."""
    size = shape(axes)
    place = np.arange(int(np.prod(size))).reshape(size)
    blocks = [_along(place, axis, i) for i, axis in enumerate(axes)]
    rows, columns, signs, start = [], [], [], 0
    for block_rows, block_columns, block_signs, height in blocks:
        rows.append(block_rows + start)
        columns.append(block_columns)
        signs.append(block_signs)
        start += height
    entries = (np.concatenate(signs), (np.concatenate(rows), np.concatenate(columns)))
    return csr_array(coo_array(entries, shape=(start, place.size)))


def _along(place: Ints, axis: Tree, which: int) -> tuple[Ints, Ints, Floats, int]:
    lines = np.moveaxis(place, which, 0).reshape(len(axis.codes), -1)
    across = lines.shape[1]
    wholes = sorted(set(axis.whole) - {-1})
    rows, columns, signs = [], [], []
    for number, whole in enumerate(wholes):
        inside = [part for part, of in enumerate(axis.whole) if of == whole]
        for part, sign in [(whole, -1.0), *((part, 1.0) for part in inside)]:
            rows.append(number * across + np.arange(across))
            columns.append(lines[part])
            signs.append(np.full(across, sign))
    return np.concatenate(rows), np.concatenate(columns), np.concatenate(signs), len(wholes) * across


@dataclass(frozen=True)
class Linked:
    """Several tables as one set of cells: `cell[i]` says which cell of the set each cell of table i is."""

    size: int
    cell: tuple[Ints, ...]
    relations: csr_array


def linked(tables: Sequence[Sequence[Tree]]) -> Linked:
    """Tables that share margins, as one problem. Cells are the same where, totals left out, the axes' names and
    codes are the same: the margin `region` of region × sex is that of region × age."""
    known: dict[frozenset[tuple[str, str]], int] = {}
    cells = tuple(
        np.array([known.setdefault(key, len(known)) for key in _keys(axes)], dtype=np.int64) for axes in tables
    )
    parts = []
    for axes, cell in zip(tables, cells, strict=True):
        own = relations(axes).tocoo()
        parts.append((own.data, own.coords[0], cell[own.coords[1]], own.shape[0]))
    start = np.cumsum([0, *(part[3] for part in parts)])
    entries = (
        np.concatenate([part[0] for part in parts]),
        (
            np.concatenate([part[1] + first for part, first in zip(parts, start[:-1], strict=True)]),
            np.concatenate([part[2] for part in parts]),
        ),
    )
    return Linked(len(known), cells, csr_array(coo_array(entries, shape=(int(start[-1]), len(known)))))


def _keys(axes: Sequence[Tree]) -> list[frozenset[tuple[str, str]]]:
    each = [
        [
            frozenset({(axis.name, code)} if place < len(axis.codes) - 1 else ())
            for place, code in enumerate(axis.codes)
        ]
        for axis in axes
    ]
    return reduce(lambda left, right: [one | other for one in left for other in right], each, [frozenset()])
