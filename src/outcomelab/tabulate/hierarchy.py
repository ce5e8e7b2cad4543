"""The axis of a table: the values of a column, the wholes they are parts of, and the total."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from outcomelab.errors import UsageError
from outcomelab.handovers.cells import Tree, flat
from outcomelab.handovers.tables import TOTAL


def parents(table: pa.Table, column: str) -> dict[str, str]:
    """The parent of each code, from a table with the columns `child` and `parent`.

    Raises UsageError when it lacks those, leaves one empty, or names two parents for one child.
    """
    if not {"child", "parent"} <= set(table.column_names):
        raise UsageError(f"The hierarchy of {column} must have the columns child and parent.")
    rows = zip(*(table[name].cast(pa.string()).to_pylist() for name in ("child", "parent")), strict=True)
    of: dict[str, str] = {}
    for number, (child, parent) in enumerate(rows, start=2):
        if child is None or parent is None:
            raise UsageError(f"The hierarchy of {column} has an empty cell in row {number}. Fill it in.")
        if of.setdefault(child, parent) != parent:
            raise UsageError(
                f"The hierarchy of {column} has a second parent for a child in row {number}. Keep one."
            )
    return of


def tree(name: str, levels: Sequence[str], of: Mapping[str, str] | None = None) -> Tree:
    """The axis of column `name` with the values `levels`, under the parents `of`.

    Raises UsageError when a value is in no row of the hierarchy or is itself a parent, and when a code is its own
    ancestor.
    """
    if of is None:
        return flat(name, tuple(levels), TOTAL)
    if missing := sum(level not in of for level in levels):
        raise UsageError(f"The hierarchy of {name} lacks {missing} of the column’s values. Add a row for each.")
    if set(levels) & set(of.values()):
        raise UsageError(
            f"A value of {name} is a parent in its hierarchy. Only codes without parts can be counted."
        )
    depth = dict.fromkeys(levels, 0)
    for level in levels:
        code, height = level, 0
        while code in of and of[code] != TOTAL:
            code, height = of[code], height + 1
            if height > len(of):
                raise UsageError(f"In the hierarchy of {name} a code is part of itself. Take out that row.")
            depth[code] = max(depth.get(code, 0), height)
    codes = sorted(depth, key=lambda code: (depth[code], code))
    place = {code: number for number, code in enumerate(codes)}
    whole = [place.get(of.get(code, TOTAL), len(codes)) for code in codes]
    return Tree(name, (*codes, TOTAL), (*whole, -1))
