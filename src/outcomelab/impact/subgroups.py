"""The primary outcome within each level of a subgroup: like compared with like of one level."""

from __future__ import annotations

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
        column = _levels(table[name].combine_chunks()).take(pa.array(people.rows))
        for level in sorted(value for value in column.unique().to_pylist() if value is not None):
            inside = np.asarray(pc.fill_null(pc.equal(column, level), False))
            among = people.among(inside)
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


def _levels(column: pa.Array) -> pa.Array:
    if pa.types.is_floating(column.type):
        return pc.if_else(pc.greater(column, 0), "yes", "no")
    return column.cast(pa.string())
