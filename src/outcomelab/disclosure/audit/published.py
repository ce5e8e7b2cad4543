"""A table as its readers have it: figures, gaps, and what must add up. Nothing here knows what was withheld."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array

from outcomelab.handovers.cells import Tree

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Code = tuple[str, ...]


@dataclass(frozen=True)
class Published:
    """low, high: what a reader knows of each cell by itself; a withheld cell is anything from 0. equations: m × n,
    equations @ figures = 0. withheld: the gaps."""

    low: Floats
    high: Floats
    withheld: Bools
    equations: csr_array


def published(
    figures: Floats,
    equations: csr_array,
    spread: tuple[Floats | float, Floats | float] = (0.0, 0.0),
    least: float = 0.0,
) -> Published:
    """`figures` (NaN where withheld) as intervals: a figure may stand for as much less and more as `spread` says.

    least: no cell that is shown and not zero holds less than this, by rules that everybody may know.
    """
    withheld = np.isnan(figures)
    floor = np.where(figures > 0, np.maximum(figures - spread[0], np.minimum(least, figures + spread[1])), 0.0)
    low = np.where(withheld, 0.0, np.maximum(floor, 0.0))
    high = np.where(withheld, np.inf, np.where(figures > 0, figures + spread[1], figures))
    return Published(low, high, withheld, equations)


def additivity(cells: Sequence[Code], axes: Sequence[Tree]) -> csr_array:
    """What adds up, read off the codes of the cells: wherever a code of an axis has parts and all cells with those
    parts are there, the other codes being the same, they make up the cell of the whole."""
    place = {code: number for number, code in enumerate(cells)}
    entries: list[tuple[int, int, float]] = []
    row = 0
    for which, axis in enumerate(axes):
        parts: dict[str, list[str]] = {}
        for code, whole in zip(axis.codes, axis.whole, strict=True):
            if whole >= 0:
                parts.setdefault(axis.codes[whole], []).append(code)
        for cell, number in place.items():
            names = parts.get(cell[which])
            if names is None:
                continue
            inside = [place.get((*cell[:which], name, *cell[which + 1 :])) for name in names]
            if None not in inside:
                entries.append((row, number, -1.0))
                entries += [(row, there, 1.0) for there in inside if there is not None]
                row += 1
    rows, columns, signs = zip(*entries, strict=True) if entries else ((), (), ())
    return csr_array(coo_array((np.array(signs, float), (rows, columns)), shape=(row, len(cells))))
