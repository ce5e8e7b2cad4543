"""Persons, or an amount, counted by columns: one pass in DuckDB."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from outcomelab.engines.duck import memory
from outcomelab.errors import DisclosureRefused, UsageError
from outcomelab.handovers.cells import Amounts, Cells, Floats, Ints
from outcomelab.handovers.tables import TOTAL
from outcomelab.tabulate.hierarchy import parents, tree

MOST_CELLS = 1_000_000
_NOT_RECORDED = "not recorded"
_RESERVED = {"count", "sum", "withheld", "reason", "low", "high"}


def tabulated(
    table: pa.Table,
    by: tuple[str, ...],
    count: str | None = None,
    amount: str | None = None,
    hierarchies: Mapping[str, pa.Table] | None = None,
) -> Cells:
    """The inner cells of `table` by the columns `by`.

    One row of `table` is one person, or, with `count`, that many persons. `amount`: sum this column, of which each
    row is one contributor's. `hierarchies`: for a column a table of child and parent. Raises UsageError for
    columns that cannot be used, DisclosureRefused when there would be too many cells.
    """
    hierarchies = hierarchies or {}
    _require_columns(table, by, count, amount, hierarchies)
    grouped = _grouped(table, by, count, amount)
    axes, places = [], []
    for number, name in enumerate(by):
        codes = grouped[f"c{number}"].combine_chunks().dictionary_encode()
        names = codes.dictionary.to_pylist()
        if TOTAL in names:
            raise UsageError(f"The column {name} has a value “{TOTAL}”. Take out the totals: they are added here.")
        given = hierarchies.get(name)
        axis = tree(name, sorted(names), None if given is None else parents(given, name))
        inner = {axis.codes[place]: order for order, place in enumerate(axis.inner)}
        axes.append(axis)
        places.append(np.array([inner[code] for code in names], dtype=np.int64)[codes.indices.to_numpy()])
    if np.prod([len(axis.codes) + 0.0 for axis in axes]) > MOST_CELLS:
        raise DisclosureRefused(f"The table would have more than {MOST_CELLS:,} cells. Count by fewer columns.")
    size = tuple(len(axis.inner) for axis in axes)
    flat = np.ravel_multi_index(tuple(places), size)
    persons = _spread(flat, grouped["persons"], size)
    amounts = None
    if amount is not None:
        total, largest, second = (_spread(flat, grouped[name], size) for name in ("total", "largest", "second"))
        amounts = Amounts(amount, total, largest, second)
    return Cells(tuple(axes), np.rint(persons).astype(np.int64), amounts)


def _require_columns(
    table: pa.Table,
    by: tuple[str, ...],
    count: str | None,
    amount: str | None,
    hierarchies: Mapping[str, pa.Table],
) -> None:
    if not by:
        raise UsageError("Name at least one column to count by, with --by COLUMN.")
    if count is not None and amount is not None:
        raise UsageError("Either count persons, with --count, or sum an amount, with --sum.")
    wanted = (*by, *(name for name in (count, amount) if name is not None))
    missing = [name for name in (*wanted, *hierarchies) if name not in table.column_names]
    if missing:
        raise UsageError(f"The table has no column {', '.join(missing)}; it has {', '.join(table.column_names)}.")
    if len(set(wanted)) < len(wanted) or _RESERVED & set(by):
        raise UsageError(
            f"Name every column once, and none of them {', '.join(sorted(_RESERVED))}: the answer uses those."
        )
    if other := [name for name in hierarchies if name not in by]:
        raise UsageError(f"A hierarchy is given for {', '.join(other)}, which the table is not counted by.")
    if table.num_rows == 0:
        raise DisclosureRefused("The table has no rows; nothing of it can be shown.")
    if count is not None and not (pa.types.is_integer(table[count].type) and _no_less_than_zero(table[count])):
        raise UsageError(
            f"The column {count} must hold whole numbers of persons, none missing and none below zero."
        )
    if amount is not None and not (_is_number(table[amount].type) and _no_less_than_zero(table[amount])):
        raise UsageError(f"The column {amount} must hold numbers, none missing and none below zero.")


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _no_less_than_zero(values: pa.ChunkedArray) -> bool:
    numbers = values.cast(pa.float64())
    return not values.null_count and bool(
        pc.all(pc.and_(pc.is_finite(numbers), pc.greater_equal(numbers, 0))).as_py()
    )


def _grouped(table: pa.Table, by: tuple[str, ...], count: str | None, amount: str | None) -> pa.Table:
    """One row a combination found: c0, c1, … as text, persons, and of an amount total, largest and second."""
    columns = {f"c{number}": table[name] for number, name in enumerate(by)}
    if count is not None:
        columns["weight"] = table[count]
    if amount is not None:
        columns["amount"] = table[amount].cast(pa.float64())
    keys = ", ".join(f"c{number}" for number in range(len(by)))
    text = ", ".join(f"coalesce(cast(c{n} AS VARCHAR), '{_NOT_RECORDED}') AS c{n}" for n in range(len(by)))
    connection = memory()
    try:
        people = connection.from_arrow(pa.table(columns))
        if amount is None:
            persons = "count(*)" if count is None else "sum(weight)::DOUBLE"
            grouped = people.aggregate(f"{keys}, {persons} AS persons", keys).project(f"{text}, persons")
        else:
            summed = "count(*) AS persons, sum(amount) AS total, max(amount) AS largest, max(amount, 2) AS two"
            grouped = people.project(f"{text}, amount").aggregate(f"{keys}, {summed}", keys)
            grouped = grouped.project(f"{keys}, persons, total, largest, coalesce(two[2], 0.0) AS second")
        return grouped.to_arrow_table()
    finally:
        connection.close()


def _spread(flat: Ints, values: pa.ChunkedArray, size: tuple[int, ...]) -> Floats:
    numbers = values.cast(pa.float64()).to_numpy()
    return np.asarray(np.bincount(flat, numbers, int(np.prod(size))), dtype=np.float64).reshape(size)
