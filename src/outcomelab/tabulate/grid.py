"""The cells of a table, and which of them each row is in: worked out here, before anything is counted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from outcomelab.engines.duck import memory
from outcomelab.errors import DisclosureRefused, UsageError
from outcomelab.handovers.cells import Floats, Ints, Tree
from outcomelab.handovers.counting import Counting
from outcomelab.handovers.tables import TOTAL
from outcomelab.tabulate.hierarchy import parents, tree

MOST_CELLS = 1_000_000
NOT_RECORDED = "not recorded"


@dataclass(frozen=True)
class Grid:
    """The axes of a table, and the inner cell (raveled) that each row is in."""

    axes: tuple[Tree, ...]
    cell: Ints

    @property
    def shape(self) -> tuple[int, ...]:
        """How many inner codes each axis has."""
        return tuple(len(axis.inner) for axis in self.axes)

    @property
    def size(self) -> int:
        """How many inner cells there are."""
        return int(np.prod(self.shape))

    def spread(self, cell: Ints, values: Ints | Floats) -> Floats:
        """The values, each of the cell beside it, as a table; 0 where there is none."""
        found = np.zeros(self.size)
        found[cell] = values
        return found.reshape(self.shape)


def grid(table: pa.Table, by: tuple[str, ...], asked: Counting) -> Grid:
    """The cells of `table` by the columns `by`; a value that is missing is one of its own.

    Raises UsageError for a value that is called as totals are and for a hierarchy that does not fit,
    DisclosureRefused when there would be too many cells.
    """
    axes, places = [], []
    for name in by:
        text, of = _as_text(table[name])
        names = sorted(set(text))
        if TOTAL in names:
            raise UsageError(f"The column {name} has a value “{TOTAL}”. Take out the totals: they are added here.")
        given = asked.hierarchies.get(name)
        axis = tree(name, names, None if given is None else parents(given, name))
        inner = {axis.codes[place]: order for order, place in enumerate(axis.inner)}
        axes.append(axis)
        places.append(np.array([inner[code] for code in text], dtype=np.int64)[of])
    if np.prod([len(axis.codes) + 0.0 for axis in axes]) > MOST_CELLS:
        raise DisclosureRefused(f"The table would have more than {MOST_CELLS:,} cells. Count by fewer columns.")
    cell = np.ravel_multi_index(tuple(places), tuple(len(axis.inner) for axis in axes))
    return Grid(tuple(axes), np.asarray(cell, dtype=np.int64))


def _as_text(column: pa.ChunkedArray) -> tuple[list[str], Ints]:
    """The different values of a column as text, and which of them each row has."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)  # its chunks may each have their own
    elif pa.types.is_nested(column.type):
        column = _cast(column)  # Arrow does not tell apart what is put together of several
    codes = pc.dictionary_encode(column).combine_chunks()
    known = [NOT_RECORDED if one is None else one for one in (*_cast(codes.dictionary).to_pylist(), None)]
    of = codes.indices.cast(pa.int64()).fill_null(len(known) - 1).to_numpy(zero_copy_only=False)
    return (known, of) if codes.null_count else (known[:-1], of)


def _cast(values: pa.ChunkedArray | pa.Array) -> pa.ChunkedArray:
    """As text, in DuckDB's spelling."""
    if pa.types.is_string(values.type) or pa.types.is_large_string(values.type):
        return values
    connection = memory()
    try:
        given = connection.from_arrow(pa.table({"value": values}))
        return given.project("cast(value AS VARCHAR) AS value").to_arrow_table()["value"]
    finally:
        connection.close()
