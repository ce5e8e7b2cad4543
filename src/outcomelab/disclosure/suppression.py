"""Complementary suppression: no withheld cell comes back by one subtraction from what is shown."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def complementary(counts: Sequence[int], withheld: Sequence[bool], threshold: int) -> tuple[bool, ...]:
    """Which parts of one whole to withhold, when the whole itself is shown.

    While what is withheld is a single part, or parts that together count fewer than `threshold`, the smallest
    part shown is withheld too.
    """
    hidden = list(withheld)
    while any(hidden) and not all(hidden):
        inside = [count for count, hide in zip(counts, hidden, strict=True) if hide]
        if len(inside) > 1 and sum(inside) >= threshold:
            break
        shown = [place for place, hide in enumerate(hidden) if not hide]
        hidden[min(shown, key=lambda place: (counts[place], place))] = True
    return tuple(hidden)


def with_margins(counts: Counts) -> Counts:
    """`counts` with a total added at the end of every axis."""
    for axis in range(counts.ndim):
        counts = np.concatenate([counts, counts.sum(axis=axis, keepdims=True)], axis=axis)
    return counts


def suppressed(table: Counts, threshold: int) -> Bools:
    """Which cells of a table with margins to withhold.

    First every count from 1 to `threshold` − 1 and every zero inside, since a zero too says something of
    everybody; then, until nothing changes, wherever a line (cells and their total) has exactly one cell
    withheld, or cells that together hold fewer than `threshold` persons, the smallest other cell in it.
    """
    hidden = table < threshold
    changed = True
    while changed:
        changed = False
        for axis in range(table.ndim):
            for where in np.ndindex(*(size for i, size in enumerate(table.shape) if i != axis)):
                line = (*where[:axis], slice(None), *where[axis:])
                changed |= _close(table[line], hidden[line], threshold)
    return hidden


def _close(line: Counts, hidden: Bools, threshold: int) -> bool:
    """Withhold more cells of one line, in place, until none can be had by subtraction; whether any was."""
    before = int(hidden.sum())
    while True:
        inside = hidden[:-1]
        alone = int(hidden.sum()) == 1
        few = not hidden[-1] and inside.any() and line[:-1][inside].sum() < threshold
        open_cells = np.flatnonzero(~hidden[:-1])
        if not (alone or few):
            break
        if len(open_cells) == 0:
            hidden[-1] = True
            break
        hidden[open_cells[np.argmin(line[open_cells])]] = True
    return int(hidden.sum()) != before
