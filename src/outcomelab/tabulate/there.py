"""A table that a cluster reads where it lies: what comes here are those of its rows that differ."""

# ruff: noqa: S608  columns are known by number here

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from outcomelab.engines.choice import Engine
from outcomelab.errors import DisclosureRefused, UsageError
from outcomelab.handovers.counting import Counting, OnCluster
from outcomelab.tabulate.columns import (
    require_amounts,
    require_asked,
    require_named,
    require_persons,
    require_rows,
    require_sum,
)
from outcomelab.tabulate.grid import MOST_CELLS

_THERE = "rows_there"
_WHOLE = ("tinyint", "smallint", "int", "bigint")
_COUNTED = ("string", "boolean", "date", *_WHOLE)
_ADDED = ("float", "double", *_WHOLE)
# In the driver: what comes back goes on to Python in pieces.
_COMES, _A_ROW = 1_000_000, 1_000


@dataclass(frozen=True)
class Gathered:
    """Rows of which no two are alike in the columns that are counted by, or in the person where one is named: the
    `table` of these, with what each person has of the amount; and where rows are persons, the `numbers` of a row:
    how many `persons`, and the `total`, the `largest` and the `second` largest of their amounts (0 where one is
    alone)."""

    table: pa.Table
    numbers: dict[str, pa.ChunkedArray] = field(default_factory=dict)


def require_there(asked: Counting, engine: Engine) -> None:
    """Raise UsageError for what cannot be asked of a table on a cluster, whatever is in it."""
    if engine.name != "spark":
        raise UsageError(
            "A table at an address is read by a cluster: say --engine spark, or name a file of this machine."
        )
    if asked.count is not None:
        raise UsageError("A table with counts of persons is small: name it as a file of this machine.")
    require_asked(asked)


def gathered(source: OnCluster, asked: Counting, engine: Engine) -> Gathered:
    """The rows of `source`, read and put together on the cluster: nothing but columns that are asked for is read,
    and of them no more comes here than there are combinations of values.

    Raises UsageError for a table or columns that cannot be used, DisclosureRefused for one without rows and when
    there would be too many cells, EngineError as `engines.spark.session.opened` does.
    """
    require_there(asked, engine)
    # Whoever counts here need not wait until these are loaded.
    from outcomelab.engines.spark.reading import called, fetched, read
    from outcomelab.engines.spark.session import opened
    from outcomelab.engines.spark.starting import Load

    names = [*asked.columns, *(name for name in (asked.person, asked.amount) if name is not None)]
    short = [f"c{number}" for number in range(len(asked.columns))]
    short += [word for word, name in (("person", asked.person), ("amount", asked.amount)) if name is not None]
    with opened(engine.address, Load(_COMES, _A_ROW)) as session:
        frame = read(session, source.address)
        require_named(frame.columns, asked)
        _require_types(dict(frame.dtypes), asked)
        called(frame, [frame.columns.index(name) for name in names], short).createOrReplaceTempView(_THERE)
        found = fetched(session, _query(len(asked.columns), asked), source.address)
    return _checked(found, asked)


def _require_types(types: dict[str, str], asked: Counting) -> None:
    for name in (*asked.columns, *(() if asked.person is None else (asked.person,))):
        if types[name] not in _COUNTED:
            raise UsageError(
                f"The column {name} is of type {types[name]}. On a cluster a table is counted by text, whole "
                "numbers, days and yes or no: give it as one of these, or name a file of this machine."
            )
    if asked.amount is not None:
        kind = types[asked.amount]
        require_amounts(asked.amount, kind in _ADDED or kind.startswith("decimal"))


def _query(columns: int, asked: Counting) -> str:
    """In DuckDB's words: a row a combination of values."""
    by = [f"c{number}" for number in range(columns)]
    each = ", ".join(by if asked.person is None else [*by, "person"])
    amount = "CAST(amount AS DOUBLE)"
    asks = "count(*) AS persons"
    if asked.amount is not None:
        asks += (
            f", count(amount) AS known, min({amount}) AS least, sum({amount}) AS total, max({amount}, 2) AS two"
        )
    rows = f"SELECT {each}, {asks} FROM {_THERE} GROUP BY {each}"
    if asked.amount is not None:
        two = "list_extract(two, 1) AS largest, coalesce(list_extract(two, 2), 0.0) AS second"
        rows = f"SELECT {each}, persons, known, least, total, {two} FROM ({rows}) AS profiles"
    # Of one table there are no fewer cells than that.
    return f"{rows} LIMIT {MOST_CELLS + 1}" if len(asked.by) == 1 and asked.person is None else rows


def _checked(found: pa.Table, asked: Counting) -> Gathered:
    """What came back, under its own names; sorted, so that the same table gives the same rows."""
    require_rows(found.num_rows)
    if len(asked.by) == 1 and asked.person is None and found.num_rows > MOST_CELLS:
        raise DisclosureRefused(f"The table would have more than {MOST_CELLS:,} cells. Count by fewer columns.")
    if asked.person is not None:
        require_persons(asked.person, found["person"].null_count)
    if asked.amount is not None:
        all_known = pc.sum(found["known"]) == pc.sum(found["persons"])
        right = all_known and np.isfinite(found["largest"]).all() and np.greater_equal(found["least"], 0).all()
        require_amounts(asked.amount, bool(right))
        require_sum(asked.amount, float(pc.sum(found["total"]).as_py()))
    found = found.sort_by([(name, "ascending") for name in found.column_names])
    columns = {name: found[f"c{number}"] for number, name in enumerate(asked.columns)}
    if asked.person is None:
        told = ("persons", "total", "largest", "second")
        return Gathered(pa.table(columns), {name: found[name] for name in told if name in found.column_names})
    columns[asked.person] = found["person"]
    if asked.amount is not None:
        columns[asked.amount] = found["total"]
    return Gathered(pa.table(columns))
