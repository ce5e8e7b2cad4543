"""From features to the matrix: numbers stay as they are, categories share one code a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from outcomelab.impact.arrays import Ints
from outcomelab.impact.features import Feature
from outcomelab.impact.matrix import Cells, Matrix, Number

_MOST_CELLS = 4_096  # combinations of categories that share a code


def standardised(
    columns: Sequence[Feature], moments: Sequence[tuple[float, float]], rows: slice | Ints, size: int
) -> tuple[Matrix, list[int]]:
    """The features at `rows` (`size` of them), less their means and over their spreads (`moments`, a pair each).
    Also which of `columns` each one of the matrix is."""
    numbers = [number for number, feature in enumerate(columns) if feature.code is None]
    categories: dict[int, list[int]] = {}
    for number, feature in enumerate(columns):
        if feature.code is not None:
            categories.setdefault(id(feature.held), []).append(number)
    together = list(_together(columns, list(categories.values())))
    held = tuple(Number(columns[number].at(rows), *moments[number]) for number in numbers)
    cells = tuple(_cells(columns, moments, rows, group) for group in together)
    order = [number for group in together for category in group for number in category]
    return Matrix(size, held, cells), numbers + order


def _levels(columns: Sequence[Feature], category: Sequence[int]) -> int:
    """How many codes a category has, one at least for those of no column."""
    return int(columns[category[0]].held.max()) + 1


def _together(columns: Sequence[Feature], categories: list[list[int]]) -> Iterator[list[list[int]]]:
    """Categories, each the places of its columns, in groups of few enough combinations."""
    group: list[list[int]] = []
    cells = 1
    for category in categories:
        levels = _levels(columns, category)
        if group and cells * levels > _MOST_CELLS:
            yield group
            group, cells = [], 1
        group.append(category)
        cells *= levels
    if group:
        yield group


def _cells(
    columns: Sequence[Feature],
    moments: Sequence[tuple[float, float]],
    rows: slice | Ints,
    group: list[list[int]],
) -> Cells:
    """The columns of several categories, on one code for each combination of their levels."""
    sizes = [_levels(columns, category) for category in group]
    codes = np.unravel_index(np.arange(np.prod(sizes)), sizes)
    table = [
        ((code == columns[number].code) - moments[number][0]) / moments[number][1]
        for code, category in zip(codes, group, strict=True)
        for number in category
    ]
    held = np.zeros(len(columns[group[0][0]].held[rows]), dtype=np.uint16)
    for category, levels in zip(group, sizes, strict=True):
        held *= np.uint16(levels)
        held += columns[category[0]].held[rows].astype(np.uint8, copy=False)
    return Cells(held, np.ascontiguousarray(np.column_stack(table)))
