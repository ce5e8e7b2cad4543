"""Whether a table's columns can be used as is asked: one sentence for whatever cannot."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from outcomelab.errors import DisclosureRefused, UsageError
from outcomelab.handovers.counting import Counting

RESERVED = {"count", "sum", "withheld", "reason", "low", "high"}
_MOST_PERSONS = 1e12  # up to here one person more is told apart, by all that is worked out


def require(table: pa.Table, asked: Counting) -> None:
    """Raise UsageError for columns that are missing, named twice or no numbers where they have to be, and
    DisclosureRefused for a table without rows."""
    require_asked(asked)
    require_named(table.column_names, asked)
    require_rows(table.num_rows)
    if asked.count is not None:
        _require_counts(table, asked.count)
    if asked.amount is not None:
        amounts = table[asked.amount]
        require_amounts(asked.amount, _is_number(amounts.type) and _at_least_0(amounts))
        require_sum(asked.amount, _added(amounts))
    if asked.person is not None:
        require_persons(asked.person, table[asked.person].null_count)


def require_rows(rows: int) -> None:
    """Raise DisclosureRefused for a table without any."""
    if rows == 0:
        raise DisclosureRefused("The table has no rows; nothing of it can be shown.", rule="threshold")


def require_amounts(column: str, right: bool) -> None:
    """Raise UsageError unless a column holds the `right` numbers to be added up."""
    if not right:
        raise UsageError(f"The column {column} must hold numbers, none missing and none below zero.")


def require_sum(column: str, total: float) -> None:
    """Raise UsageError when the `total` of a column is no number any more."""
    if not np.isfinite(total):
        raise UsageError(f"The column {column} holds numbers too large to be added up. Give it in a larger unit.")


def require_persons(column: str, missing: int) -> None:
    """Raise UsageError when rows are `missing` a person."""
    if missing:
        raise UsageError(f"The column {column} must say of every row whose it is.")


def require_asked(asked: Counting) -> None:
    """Raise UsageError for what cannot be asked of any table."""
    if not asked.by or not all(asked.by):
        raise UsageError("Name at least one column to count by, with --by COLUMN.")
    if asked.count is not None and asked.amount is not None:
        raise UsageError("Either count persons, with --count, or sum an amount, with --sum.")
    if asked.count is not None and asked.person is not None:
        raise UsageError("Either a row stands for many persons, with --count, or is one's, with --person.")
    if asked.costs and asked.amount is None:
        raise UsageError("--costs goes with --sum or --describe: it says that the amount is money.")
    named = tuple(name for name in (asked.count, asked.amount, asked.person) if name is not None)
    for names in asked.by:
        if len({*names, *named}) < len(names) + len(named) or RESERVED & set(names):
            raise UsageError(
                f"Name every column once, and none of them {', '.join(sorted(RESERVED))}: the answer uses those."
            )
    beside = (
        ("hierarchy", asked.hierarchies),
        ("known empty cell", {name for zero in asked.zeros for name in zero}),
    )
    for what, names_ in (*beside, ("order", asked.ordered), ("column sought", asked.sought)):
        if other := [name for name in names_ if name not in asked.columns]:
            raise UsageError(f"A {what} is given for {', '.join(other)}, which the table is not counted by.")


def require_named(names: list[str], asked: Counting) -> None:
    """Raise UsageError when a table, whose columns have these `names`, lacks one that is asked for."""
    wanted = [*asked.columns, *(name for name in (asked.count, asked.amount, asked.person) if name is not None)]
    if missing := [name for name in wanted if name not in names]:
        raise UsageError(f"The table has no column {', '.join(missing)}; it has {', '.join(names)}.")
    if twice := [name for name in wanted if names.count(name) > 1]:
        raise UsageError(f"The table has two columns {twice[0]}. Rename one of them.")


def _require_counts(table: pa.Table, count: str) -> None:
    column = table[count]
    if not (_is_number(column.type) and _at_least_0(column) and _is_whole(column)):
        raise UsageError(
            f"The column {count} must hold whole numbers of persons, none missing and none below zero."
        )
    if _added(column) > _MOST_PERSONS:
        raise UsageError(f"The column {count} counts more than {_MOST_PERSONS:,.0f} persons. Check it.")
    others = [name for name in table.column_names if name != count]
    if others and (table.num_rows - table.select(others).group_by(others).aggregate([]).num_rows):
        raise UsageError(
            f"Several rows are the same in all but {count}, so that a cell has two counts. Leave one row for each."
        )


def _added(values: pa.ChunkedArray) -> float:
    return float(pc.sum(values.cast(pa.float64(), safe=False)).as_py() or 0.0)


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _is_whole(values: pa.ChunkedArray) -> bool:
    numbers = values.cast(pa.float64(), safe=False)
    return bool(pc.all(pc.equal(numbers, pc.floor(numbers))).as_py())


def _at_least_0(values: pa.ChunkedArray) -> bool:
    numbers = values.cast(pa.float64(), safe=False)
    return not values.null_count and bool(
        pc.all(pc.and_(pc.is_finite(numbers), pc.greater_equal(numbers, 0))).as_py()
    )
