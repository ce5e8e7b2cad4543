"""Persons, or an amount, counted by columns: one query a table."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pyarrow as pa

from outcomelab.engines.choice import DUCKDB, Engine
from outcomelab.engines.running import Running
from outcomelab.errors import UsageError
from outcomelab.handovers.cells import NOBODY, Amounts, Bools, Cells, Held, Tree, added, two_largest
from outcomelab.handovers.counting import Counting, OnCluster
from outcomelab.handovers.tables import TOTAL
from outcomelab.tabulate.asked import of_persons, of_profiles, of_rows
from outcomelab.tabulate.columns import require
from outcomelab.tabulate.engine import adding_up
from outcomelab.tabulate.grid import Grid, grid
from outcomelab.tabulate.members import members
from outcomelab.tabulate.there import gathered
from outcomelab.tabulate.totals import refuse_totals


def tabulated(
    source: pa.Table | OnCluster, asked: Counting, key: bytes | None = None, engine: Engine = DUCKDB
) -> tuple[Cells, ...]:
    """The inner cells of the table `source` for each of the tables that are `asked` of it.

    With a column of persons, who is in which cell is kept, by member numbers under `key` (32 bytes; None: numbers
    that serve for these tables only). engine: where rows are added up; to Spark they go as the numbers of their
    cells and members, without a word. A table `OnCluster` is read and put together there, and what is left of it
    counted here. Raises UsageError for columns that cannot be used, DisclosureRefused when
    there would be too many cells, EngineError when Spark cannot be reached or stops.
    """
    if isinstance(source, OnCluster):
        found = gathered(source, asked, engine)
        table, numbers, engine = found.table, found.numbers, DUCKDB
    else:
        require(source, asked)
        table, numbers = source, dict[str, pa.ChunkedArray]()
    grids = tuple(grid(table, by, asked) for by in asked.by)
    rows = {_place(number): one.cell for number, one in enumerate(grids)}
    if asked.person is not None:
        rows["member"] = members(table[asked.person], key)
    elif len(asked.by) > 1:
        rows["number"] = np.arange(table.num_rows)
    if asked.count is not None:
        rows["persons"] = table[asked.count].cast(pa.float64(), safe=False)
    rows |= {name: values.cast(pa.float64(), safe=False) for name, values in numbers.items()}
    if asked.amount is not None and not numbers:
        rows["amount"] = table[asked.amount].cast(pa.float64(), safe=False)
    made = _by_person if asked.person is not None else partial(_by_row, alike=bool(numbers))
    with adding_up(pa.table(rows), engine) as running:
        counted = tuple(made(running, _place(number), one, asked) for number, one in enumerate(grids))
    return tuple(_with_zeros(cells, asked) for cells in counted)


def _place(number: int) -> str:
    return f"place{number}"


def _by_row(running: Running, place: str, table: Grid, asked: Counting, *, alike: bool) -> Cells:
    """Every row is one person, or stands for several; for all who are `alike`, where they were put together."""
    numbered, amounts = len(asked.by) > 1, asked.amount is not None
    if alike:
        found = of_profiles(running, place, numbered=numbered, amounts=amounts)
    else:
        found = of_rows(running, place, counts=asked.count is not None, numbered=numbered, amounts=amounts)
    spread = partial(table.spread, found["cell"])
    counted = spread(found["persons"])
    if asked.count is not None:
        refuse_totals(counted, table.axes)
    persons = np.rint(counted).astype(np.int64)
    cells = Cells(table.axes, persons)
    if numbered:
        cells = replace(cells, alone=np.where(persons == 1, spread(found["one"]).astype(np.int64), NOBODY))
    if asked.amount is not None:
        total, largest, second = (spread(found[name]) for name in ("total", "largest", "second"))
        cells = replace(cells, amounts=Amounts(asked.amount, total, largest, second, asked.costs))
    return cells


def _by_person(running: Running, place: str, table: Grid, asked: Counting) -> Cells:
    """A person has one row or many; in each cell they count once, with all that is theirs there."""
    found = of_persons(running, place, amounts=asked.amount is not None)
    cell, member = (found[name].astype(np.int64) for name in ("cell", "member"))
    persons = np.bincount(cell, minlength=table.size).reshape(table.shape)
    if asked.amount is None:
        return Cells(table.axes, persons, held=Held(member, cell))
    amount = found["total"]
    largest, second = two_largest(cell, amount, table.size)
    total, first, next_ = (
        each.reshape(table.shape) for each in (added(cell, amount, table.size), largest, second)
    )
    amounts = Amounts(asked.amount, total, first, next_, asked.costs)
    return Cells(table.axes, persons, amounts, Held(member, cell, amount))


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
