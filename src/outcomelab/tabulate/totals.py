"""Totals that are in a table already: counted once more they would be twice too much."""

from __future__ import annotations

import numpy as np

from outcomelab.errors import UsageError
from outcomelab.handovers.cells import Floats, Tree

_NAMES = {"total", "totals", "grand total", "subtotal", "sub-total", "sum", "all"}
_SURE = 3  # combinations of the other columns in which a value is the sum of the others, so that it is no chance


def refuse_totals(persons: Floats, axes: tuple[Tree, ...]) -> None:
    """Raise UsageError when a value of a column is the sum of its other values: everywhere, and either by a name
    that says so or in too many combinations of the other columns to be chance."""
    for which, axis in enumerate(axes):
        lines = np.moveaxis(persons, which, 0).reshape(len(axis.inner), -1)
        there = lines.sum(axis=0) > 0
        sums = (2 * lines == lines.sum(axis=0))[:, there].all(axis=1)
        for place in np.flatnonzero(sums) if len(lines) > 1 else ():
            named = axis.codes[axis.inner[place]].casefold() in _NAMES
            if named or (len(lines) > 2 and there.sum() >= _SURE):
                raise UsageError(
                    f"A value of {axis.name} is the sum of its others. Take out the totals: they are added here."
                )
