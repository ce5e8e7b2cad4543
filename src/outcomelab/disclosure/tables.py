"""A frequency table made safe: margins added, small cells withheld and others that give them back, all rounded."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from outcomelab.disclosure.suppression import Counts, suppressed, with_margins
from outcomelab.errors import DisclosureRefused, UsageError
from outcomelab.handovers import cleared
from outcomelab.handovers.cleared import Cleared
from outcomelab.handovers.tables import TOTAL, TableFigures
from outcomelab.protocol.rules import DisclosureRules

MOST_CELLS = 1_000_000
_NOT_RECORDED = "not recorded"


def protect_table(
    table: pa.Table, by: tuple[str, ...], count: str | None = None, rules: DisclosureRules | None = None
) -> Cleared[TableFigures]:
    """Clear the counts of `table` by the columns `by`.

    One row of `table` is one person, or, with `count`, that many persons. Raises UsageError for columns that
    cannot be used and DisclosureRefused when there are too few persons for any table, or too many cells.
    """
    rules = rules or DisclosureRules()
    _require_columns(table, by, count)
    levels, counts = _counts(table, by, count)
    if counts.sum() < rules.threshold:
        raise DisclosureRefused(
            f"The table counts fewer than {rules.threshold} persons; nothing of it can be shown."
        )
    whole = with_margins(counts)
    hidden = suppressed(whole, rules.threshold)
    rounded = rules.base * np.floor(whole / rules.base + 0.5).astype(np.int64)
    names = [np.array([*level, TOTAL], dtype=object) for level in levels]
    grid = np.meshgrid(*names, indexing="ij")
    columns = {name: pa.array(cells.ravel().tolist(), pa.string()) for name, cells in zip(by, grid, strict=True)}
    columns["count"] = pa.array(rounded.ravel(), mask=hidden.ravel())
    columns["withheld"] = pa.array(hidden.ravel())
    primary = int((whole < rules.threshold).sum())
    figures = TableFigures(
        by, pa.table(columns), rules.threshold, rules.base, primary, int(hidden.sum()) - primary
    )
    return Cleared(figures, cleared._SEAL)


def _require_columns(table: pa.Table, by: tuple[str, ...], count: str | None) -> None:
    if not by:
        raise UsageError("Name at least one column to count by, with --by COLUMN.")
    wanted = (*by, *([count] if count else []))
    missing = [name for name in wanted if name not in table.column_names]
    if missing:
        raise UsageError(f"The table has no column {', '.join(missing)}; it has {', '.join(table.column_names)}.")
    if len(set(wanted)) < len(wanted) or {"count", "withheld"} & set(by):
        raise UsageError("Name every column once, and none of them `count` or `withheld`: the answer uses those.")
    if count is None:
        return
    values = table[count]
    if not pa.types.is_integer(values.type) or values.null_count or (pc.min(values).as_py() or 0) < 0:
        raise UsageError(
            f"The column {count} must hold whole numbers of persons, none missing and none below zero."
        )


def _counts(table: pa.Table, by: tuple[str, ...], count: str | None) -> tuple[list[list[str]], Counts]:
    codes, levels = [], []
    for name in by:
        column = pc.fill_null(table[name].combine_chunks().cast(pa.string()), _NOT_RECORDED).dictionary_encode()
        if TOTAL in column.dictionary.to_pylist():
            raise UsageError(f"The column {name} has a value “{TOTAL}”. Take out the totals: they are added here.")
        order = np.argsort(np.array(column.dictionary.to_pylist(), dtype=str), kind="stable")
        place = np.empty_like(order)
        place[order] = np.arange(len(order))
        codes.append(place[column.indices.to_numpy()])
        levels.append([column.dictionary[int(i)].as_py() for i in order])
    shape = tuple(len(level) for level in levels)
    if np.prod([size + 1.0 for size in shape]) > MOST_CELLS:
        raise DisclosureRefused(f"The table would have more than {MOST_CELLS:,} cells. Count by fewer columns.")
    weights = np.ones(table.num_rows) if count is None else table[count].to_numpy().astype(np.float64)
    flat = np.ravel_multi_index(tuple(codes), shape)
    total = np.bincount(flat, weights=weights, minlength=int(np.prod(shape)))
    return levels, np.rint(total).astype(np.int64).reshape(shape)
