"""Distinct persons counted by columns, with a key for each cell that depends on nothing but who is in it."""

# ruff: noqa: S608  columns are known by number here, and values are parameters

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pyarrow as pa

from outcomelab.engines.duck import memory
from outcomelab.engines.keyed_hash import first_64_bits, pads
from outcomelab.errors import DisclosureRefused, UsageError
from outcomelab.handovers.counting import Counting
from outcomelab.handovers.keyed import KeyedCells
from outcomelab.handovers.tables import TOTAL
from outcomelab.tabulate.columns import require
from outcomelab.tabulate.grid import MOST_CELLS, NOT_RECORDED

_MOST_COLUMNS = 6


def keyed(table: pa.Table, by: tuple[str, ...], person: str, key: bytes) -> KeyedCells:
    """The cells of `table` by the columns `by`, margins included, of the distinct values of the column `person`.

    A record key is the first 64 bits of HMAC-SHA256 of a person under `key` (32 bytes); a cell's key is their sum
    over distinct persons, mod 2⁶⁴ (Thompson, Broadfoot & Elazar 2013). The same persons have the same key in any
    table. Raises UsageError for columns that cannot be used, DisclosureRefused when there would be too many cells.
    """
    if len(by) > _MOST_COLUMNS:
        raise UsageError(f"Name one to {_MOST_COLUMNS} columns to count by, with --by COLUMN.")
    require(table, Counting((by,), person=person))
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


def _cube(table: pa.Table, by: tuple[str, ...], person: str, key: bytes) -> list[tuple[Any, ...]]:
    """A row a cell that holds anybody: its codes (None in a margin), distinct persons, and its key."""
    rows = pa.table({**{f"c{n}": table[name] for n, name in enumerate(by)}, "person": table[person]})
    text = ", ".join(f"coalesce(cast(c{n} AS VARCHAR), '{NOT_RECORDED}') AS c{n}" for n in range(len(by)))
    names = ", ".join(f"c{n}" for n in range(len(by)))
    connection = memory()
    try:
        connection.register("rows", rows)
        return connection.execute(
            f"""
            WITH people AS (SELECT {text}, cast(person AS VARCHAR) AS person FROM rows),
            record AS (
                SELECT person, {first_64_bits("encode(person)")} AS key
                FROM (SELECT DISTINCT person FROM people)
            )
            SELECT {names}, count(DISTINCT key),
                (sum(DISTINCT key::HUGEINT) % 18446744073709551616::HUGEINT)::UBIGINT
            FROM people JOIN record USING (person) GROUP BY CUBE ({names})
            """,
            pads(key),
        ).fetchall()
    finally:
        connection.close()
