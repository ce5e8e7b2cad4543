"""Persons, or an amount, counted by columns: one pass in DuckDB a table."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from outcomelab.engines.duck import memory
from outcomelab.errors import DisclosureRefused, UsageError
from outcomelab.handovers.cells import NOBODY, Amounts, Bools, Cells, Floats, Held, Ints, Tree, added, two_largest
from outcomelab.handovers.counting import Counting
from outcomelab.handovers.tables import TOTAL
from outcomelab.tabulate.columns import require
from outcomelab.tabulate.hierarchy import parents, tree
from outcomelab.tabulate.members import members
from outcomelab.tabulate.totals import refuse_totals

MOST_CELLS = 1_000_000
_NOT_RECORDED = "not recorded"


@dataclass(frozen=True)
class _Grid:
    """The axes of a table, and the inner cell (raveled) of each row that was grouped."""

    axes: tuple[Tree, ...]
    cell: Ints

    @property
    def size(self) -> tuple[int, ...]:
        return tuple(len(axis.inner) for axis in self.axes)


def tabulated(table: pa.Table, asked: Counting, key: bytes | None = None) -> tuple[Cells, ...]:
    """The inner cells of `table` for each of the tables that are `asked` of it.

    With a column of persons, who is in which cell is kept, by member numbers under `key` (32 bytes; None: numbers
    that serve for these tables only). Raises UsageError for columns that cannot be used, DisclosureRefused when
    there would be too many cells.
    """
    require(table, asked)
    columns = {name: table[name] for name in asked.columns}
    if asked.person is not None:
        columns["#member"] = members(table[asked.person], key)
    elif len(asked.by) > 1:
        columns["#row"] = pa.array(np.arange(table.num_rows))
    if asked.count is not None:
        columns["#count"] = table[asked.count]
    if asked.amount is not None:
        columns["#amount"] = table[asked.amount].cast(pa.float64(), safe=False)
    made = _by_person if asked.person is not None else _by_row
    return tuple(_with_zeros(made(columns, by, asked), asked) for by in asked.by)


def _by_row(columns: dict[str, pa.ChunkedArray], by: tuple[str, ...], asked: Counting) -> Cells:
    """Every row is one person, or stands for several."""
    persons = "count(*)" if asked.count is None else 'sum("#count")::DOUBLE'
    asks = [f"{persons} AS persons"]
    if "#row" in columns:
        asks.append('min("#row") AS one')
    if asked.amount is not None:
        asks += ['sum("#amount") AS total', 'max("#amount", 2) AS two']
    grouped = _grouped(columns, by, asks)
    grid = _grid(grouped, by, asked)
    if asked.count is not None:
        refuse_totals(_spread(grid, grouped["persons"]), grid.axes)
    persons_in = np.rint(_spread(grid, grouped["persons"])).astype(np.int64)
    cells = Cells(grid.axes, persons_in)
    if "#row" in columns:
        alone = np.where(persons_in == 1, _spread(grid, grouped["one"]).astype(np.int64), NOBODY)
        cells = replace(cells, alone=alone)
    if asked.amount is not None:
        two = grouped["two"].combine_chunks()
        ends, flat = two.offsets.to_numpy(), two.flatten().to_numpy()
        largest = flat[ends[:-1] - ends[0]]
        second = np.where(np.diff(ends) > 1, flat[np.minimum(ends[:-1] - ends[0] + 1, len(flat) - 1)], 0.0)
        total, first, next_ = (_spread(grid, values) for values in (grouped["total"], largest, second))
        cells = replace(cells, amounts=Amounts(asked.amount, total, first, next_, asked.costs))
    return cells


def _by_person(columns: dict[str, pa.ChunkedArray], by: tuple[str, ...], asked: Counting) -> Cells:
    """A person has one row or many; in each cell they count once, with all that is theirs there."""
    total = ['sum("#amount") AS total'] if asked.amount is not None else []
    grouped = _grouped(columns, by, ['"#member" AS member', *total], also='"#member"')
    grid = _grid(grouped, by, asked)
    size = int(np.prod(grid.size))
    member = grouped["member"].to_numpy()
    persons = np.bincount(grid.cell, minlength=size).reshape(grid.size)
    if asked.amount is None:
        return Cells(grid.axes, persons, held=Held(member, grid.cell))
    amount = grouped["total"].to_numpy()
    largest, second = two_largest(grid.cell, amount, size)
    total_in, first, next_ = (
        each.reshape(grid.size) for each in (added(grid.cell, amount, size), largest, second)
    )
    amounts = Amounts(asked.amount, total_in, first, next_, asked.costs)
    return Cells(grid.axes, persons, amounts, Held(member, grid.cell, amount))


def _grouped(
    columns: dict[str, pa.ChunkedArray], by: tuple[str, ...], asks: list[str], also: str = ""
) -> pa.Table:
    """One row a combination found: c0, c1, … as text, and what is asked of it."""
    named = {f"c{number}": columns[name] for number, name in enumerate(by)}
    named |= {name: column for name, column in columns.items() if name.startswith("#")}
    keys = ", ".join(f"c{number}" for number in range(len(by)))
    text = ", ".join(f"coalesce(cast(c{n} AS VARCHAR), '{_NOT_RECORDED}') AS c{n}" for n in range(len(by)))
    names = ", ".join(ask.rpartition(" AS ")[2] for ask in asks)
    connection = memory()
    try:
        people = connection.from_arrow(pa.table(named))
        grouped = people.aggregate(f"{keys}, {', '.join(asks)}", f"{keys}, {also}" if also else keys)
        return grouped.project(f"{text}, {names}").to_arrow_table()
    finally:
        connection.close()


def _grid(grouped: pa.Table, by: tuple[str, ...], asked: Counting) -> _Grid:
    axes, places = [], []
    for number, name in enumerate(by):
        codes = grouped[f"c{number}"].combine_chunks().dictionary_encode()
        names = codes.dictionary.to_pylist()
        if TOTAL in names:
            raise UsageError(f"The column {name} has a value “{TOTAL}”. Take out the totals: they are added here.")
        given = asked.hierarchies.get(name)
        axis = tree(name, sorted(names), None if given is None else parents(given, name))
        inner = {axis.codes[place]: order for order, place in enumerate(axis.inner)}
        axes.append(axis)
        places.append(np.array([inner[code] for code in names], dtype=np.int64)[codes.indices.to_numpy()])
    if np.prod([len(axis.codes) + 0.0 for axis in axes]) > MOST_CELLS:
        raise DisclosureRefused(f"The table would have more than {MOST_CELLS:,} cells. Count by fewer columns.")
    flat = np.ravel_multi_index(tuple(places), tuple(len(axis.inner) for axis in axes))
    return _Grid(tuple(axes), np.asarray(flat, dtype=np.int64))


def _spread(grid: _Grid, values: pa.ChunkedArray | Floats) -> Floats:
    numbers = values if isinstance(values, np.ndarray) else values.cast(pa.float64()).to_numpy()
    size = int(np.prod(grid.size))
    return np.asarray(np.bincount(grid.cell, numbers, size), dtype=np.float64).reshape(grid.size)


def _with_zeros(cells: Cells, asked: Counting) -> Cells:
    """Cells that everybody knows to be empty, marked. Raises UsageError when they are not or cannot be."""
    empty = np.zeros(cells.persons.shape, dtype=np.bool_)
    for zero in asked.zeros:
        if not set(zero) <= {axis.name for axis in cells.axes}:
            continue
        each = [_under(axis, zero.get(axis.name, TOTAL)) for axis in cells.axes]
        empty[np.ix_(*each)] = True
    if not empty.any():
        return cells
    if cells.persons[empty].any():
        raise UsageError("A cell that is said to be known as empty holds persons. Leave out that --zero.")
    return replace(cells, empty=empty)


def _under(axis: Tree, code: str) -> Bools:
    """Which inner codes are `code` or parts of it."""
    if code not in axis.codes:
        raise UsageError(f"A known empty cell names a value that {axis.name} does not have. Check --zero.")
    inside = np.zeros(len(axis.codes), dtype=np.bool_)
    inside[axis.codes.index(code)] = True
    for place in reversed(range(len(axis.codes) - 1)):
        inside[place] |= inside[axis.whole[place]]
    return inside[list(axis.inner)]
