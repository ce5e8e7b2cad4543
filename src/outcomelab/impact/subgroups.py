"""The primary outcome within each level of a subgroup: like compared with like of one level."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from outcomelab.handovers.impact import OutcomeResult
from outcomelab.impact.arrays import Bools
from outcomelab.impact.chosen import Chosen, Comparable, choose, matched_within, width
from outcomelab.impact.compare import compare
from outcomelab.impact.matching import FEWEST
from outcomelab.impact.plan import Plan
from outcomelab.impact.told import told_of


def subgroups(table: pa.Table, plan: Plan, people: Comparable, took_part: Bools) -> tuple[OutcomeResult, ...]:
    """The primary outcome by the first method, exploratory. Levels with too few persons for a standard error are
    left out. `took_part`: who of the whole table are participants."""
    reach = width(people, plan.caliper)
    found: list[OutcomeResult] = []
    for name in plan.subgroups:
        for level, everyone in levels(table[name]):
            among = people.among(people.of(everyone))
            chosen = _chosen(among, plan, reach)
            if chosen is not None and min(chosen.matched, chosen.compared) >= FEWEST:
                result = compare(table, plan.primary, among, (chosen,))
                persons = told_of(among, chosen, took_part)
                found.append(replace(result, beside=(), subgroup=name, level=level, persons=persons))
    return tuple(found)


def _chosen(among: Comparable, plan: Plan, reach: float) -> Chosen | None:
    if not among.participant.any() or among.participant.all():
        return None
    # one caliper for all levels: nearness means the same in each
    return matched_within(among, reach) if plan.methods[0] == "radius" else choose(plan.methods[0], among, plan)


def levels(column: pa.ChunkedArray) -> Iterator[tuple[str, Bools]]:
    """Each value of a column in words, and which rows have it: in the order of the values, without the unknown."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        column, kind = column.cast(pa.string()), pa.string()
    values = sorted(value for value in pc.unique(column.drop_null()).to_pylist() if value == value)
    floats = pa.types.is_floating(kind)
    yes_or_no = pa.types.is_boolean(kind) or (floats and set(values) <= {0.0, 1.0})
    for value in values:
        said = ("no", "yes")[int(value)] if yes_or_no else _written(value, kind) if floats else str(value)
        yield said, np.asarray(pc.equal(column, pa.scalar(value, kind)).fill_null(False), dtype=np.bool_)


def _written(value: float, kind: pa.DataType) -> str:
    """A number in the fewest digits that tell it from all others of its kind."""
    return np.format_float_positional(kind.to_pandas_dtype()(value), trim="-")
