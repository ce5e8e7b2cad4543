"""Distinct persons counted by columns, with a key for each cell that depends on nothing but who is in it."""

# ruff: noqa: S608  columns are known by number here, and values are parameters

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pyarrow as pa

from outcomelab.engines.duck import memory
from outcomelab.errors import DisclosureRefused, UsageError
from outcomelab.handovers.keyed import KeyedCells
from outcomelab.handovers.tables import TOTAL
from outcomelab.tabulate.count import MOST_CELLS
from outcomelab.tabulate.members import pads

_MOST_COLUMNS = 6
_NOT_RECORDED = "not recorded"
_RESERVED = {"count", "withheld"}


def keyed(table: pa.Table, by: tuple[str, ...], person: str, key: bytes) -> KeyedCells:
    """The cells of `table` by the columns `by`, margins included, of the distinct values of the column `person`.

    A record key is the first 64 bits of HMAC-SHA256 of a person under `key` (32 bytes); a cell's key is their sum
    over distinct persons, mod 2⁶⁴ (Thompson, Broadfoot & Elazar 2013). The same persons have the same key in any
    table. Raises UsageError for columns that cannot be used, DisclosureRefused when there would be too many cells.
    """
    _require_columns(table, by, person)
    found = _cube(table, by, person, key)
    levels = [sorted({row[place] for row in found} - {None}) for place in range(len(by))]
    if any(TOTAL in names for names in levels):
        raise UsageError(f"A column has a value “{TOTAL}”. Take out the totals: they are added here.")
    if np.prod([len(names) + 1.0 for names in levels]) > MOST_CELLS:
        raise DisclosureRefused(f"The table would have more than {MOST_CELLS:,} cells. Count by fewer columns.")
    held = {tuple(TOTAL if code is None else code for code in row[: len(by)]): row[len(by) :] for row in found}
    every = list(product(*([*names, TOTAL] for names in levels)))
    counted = [held.get(codes, (0, 0)) for codes in every]
    columns = {name: pa.array([codes[i] for codes in every], pa.string()) for i, name in enumerate(by)}
    return KeyedCells(
        by,
        pa.table(columns),
        np.array([count for count, _ in counted], dtype=np.int64),
        np.array([cell for _, cell in counted], dtype=np.uint64),
    )


def _require_columns(table: pa.Table, by: tuple[str, ...], person: str) -> None:
    if not by or len(by) > _MOST_COLUMNS:
        raise UsageError(f"Name one to {_MOST_COLUMNS} columns to count by, with --by COLUMN.")
    if missing := [name for name in (*by, person) if name not in table.column_names]:
        raise UsageError(f"The table has no column {', '.join(missing)}; it has {', '.join(table.column_names)}.")
    if len({*by, person}) < len(by) + 1 or _RESERVED & set(by):
        raise UsageError(
            f"Name every column once, and none of them {', '.join(sorted(_RESERVED))}: the answer uses those."
        )
    if table.num_rows == 0:
        raise DisclosureRefused("The table has no rows; nothing of it can be shown.")
    if table[person].null_count:
        raise UsageError(f"The column {person} must say of every row whose it is.")


def _cube(table: pa.Table, by: tuple[str, ...], person: str, key: bytes) -> list[tuple[Any, ...]]:
    """A row a cell that holds anybody: its codes (None in a margin), distinct persons, and its key."""
    rows = pa.table({**{f"c{n}": table[name] for n, name in enumerate(by)}, "person": table[person]})
    text = ", ".join(f"coalesce(cast(c{n} AS VARCHAR), '{_NOT_RECORDED}') AS c{n}" for n in range(len(by)))
    names = ", ".join(f"c{n}" for n in range(len(by)))
    connection = memory()
    try:
        connection.register("rows", rows)
        return connection.execute(
            f"""
            WITH people AS (SELECT {text}, cast(person AS VARCHAR) AS person FROM rows),
            record AS (
                SELECT person, ('0x' || substr(sha256(
                    $outer::BLOB || unhex(sha256($inner::BLOB || encode(person)))
                ), 1, 16))::UBIGINT AS key FROM (SELECT DISTINCT person FROM people)
            )
            SELECT {names}, count(DISTINCT key),
                (sum(DISTINCT key::HUGEINT) % 18446744073709551616::HUGEINT)::UBIGINT
            FROM people JOIN record USING (person) GROUP BY CUBE ({names})
            """,
            pads(key),
        ).fetchall()
    finally:
        connection.close()
