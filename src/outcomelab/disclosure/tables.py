"""A table made safe: small cells withheld and others that give them back, all rounded, and all of it audited."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Literal

import numpy as np
import pyarrow as pa

from outcomelab.disclosure.audit.audit import Demands, audit
from outcomelab.disclosure.audit.bounds import Bounds, bounds, by_sums
from outcomelab.disclosure.audit.published import additivity, published
from outcomelab.disclosure.clearing import clear
from outcomelab.disclosure.primary import Whole, whole
from outcomelab.disclosure.suppress.grid import Bools, Floats, linked
from outcomelab.disclosure.suppress.optimal import Suppression
from outcomelab.disclosure.suppress.problem import Problem
from outcomelab.disclosure.suppress.suppress import SECONDS, suppress
from outcomelab.errors import DisclosureRefused
from outcomelab.handovers.cells import Cells
from outcomelab.handovers.cleared import Cleared
from outcomelab.handovers.tables import TableEvidence, TableFigures
from outcomelab.protocol.rules import DisclosureRules

Cost = Literal["value", "cells"]
_MOST_PROGRAMS = 300  # withheld cells for which bounds after rounding are worked out by linear programs
_MOST_COLUMNS = 4000
_SIGNIFICANT = 3


@dataclass(frozen=True)
class _Rounding:
    base: float
    less: float
    more: float


def protect_table(
    cells: Cells, rules: DisclosureRules | None = None, cost: Cost = "value", seconds: float = SECONDS
) -> Cleared[TableFigures]:
    """Clear a table of persons or of an amount, with its margins.

    Cells are withheld so that nothing that adds up gives one away that breaks a rule, not even to somebody alone
    in another, were the figures shown to the unit; `cost` is what that shall cost least of: the `value` withheld,
    or the number of `cells`. Raises DisclosureRefused when there are too few persons for any table, when nothing
    protects, and when the audit finds a cell unsafe.
    """
    rules = rules or DisclosureRules()
    if cells.persons.sum() < rules.threshold:
        raise DisclosureRefused(
            f"The table counts fewer than {rules.threshold} persons; nothing of it can be shown."
        )
    table = whole(cells, rules)
    together = linked([cells.axes])
    problem = Problem(
        values=table.values,
        cost=np.maximum(table.values, 1.0) if cost == "value" else np.ones(len(table.values)),
        primary=table.primary,
        free=~table.primary,
        relations=together.relations,
        up=table.up,
        down=table.down,
        person=table.person,
        alone=table.alone,
    )
    chosen = suppress(problem, [cells.axes], together, seconds)
    return clear(_audited(cells, table, chosen, rules))


def _audited(cells: Cells, table: Whole, chosen: Suppression, rules: DisclosureRules) -> TableFigures:
    """The figures, once the audit has found every cell safe."""
    codes = list(product(*(axis.codes for axis in cells.axes)))
    equations = additivity(codes, cells.axes)
    seen = published(np.where(chosen.withheld, np.nan, table.values), equations)
    demands = Demands(
        at_least=np.where(table.up > 0, table.values + table.up, -np.inf),
        at_most=np.where(table.down > 0, table.values - table.down, np.inf),
        person=table.person,
        alone=table.alone,
        true=table.values,
    )
    verdict = audit(seen, demands)
    if not verdict.safe:
        unsafe = len(verdict.unsafe) + len(verdict.unsafe_to_contributors)
        raise DisclosureRefused(
            f"The audit found {unsafe} withheld cells that a reader could work out. Nothing is shown. Merge "
            "categories, or leave out a column."
        )
    rounding = _rounding(cells, table, chosen.withheld, rules)
    shown = np.where(chosen.withheld, np.nan, rounding.base * np.floor(table.values / rounding.base + 0.5))
    least = float(rules.threshold) if cells.amounts is None else 0.0
    reader = published(shown, equations, (rounding.less, rounding.more), least)
    few = chosen.withheld.sum() <= _MOST_PROGRAMS and len(shown) <= _MOST_COLUMNS
    work_out = bounds(reader) if few else by_sums(reader)
    by = tuple(axis.name for axis in cells.axes)
    columns = {name: [code[i] for code in codes] for i, name in enumerate(by)}
    measure = "count" if cells.amounts is None else "sum"
    figures = pa.table(
        {
            **{name: pa.array(column, pa.string()) for name, column in columns.items()},
            measure: _figures(shown, chosen.withheld, rounding.base),
            "withheld": pa.array(chosen.withheld),
        }
    )
    return TableFigures(
        by=by,
        cells=figures,
        measure=measure,
        threshold=rules.threshold,
        base=rounding.base,
        primary=int(table.primary.sum()),
        secondary=int((chosen.withheld & ~table.primary).sum()),
        evidence=_evidence(columns, table, chosen, work_out, verdict.programs),
    )


def _rounding(cells: Cells, table: Whole, withheld: Bools, rules: DisclosureRules) -> _Rounding:
    """Counts to the base of the rules; amounts to a power of ten that leaves 3 digits of the least one shown."""
    if cells.amounts is None:
        return _Rounding(rules.base, rules.base // 2, (rules.base - 1) // 2)
    least = float(table.values[~withheld & (table.values > 0)].min(initial=np.inf))
    base = 10.0 ** (np.floor(np.log10(least)) + 1 - _SIGNIFICANT) if np.isfinite(least) else 1.0
    return _Rounding(base, base / 2, base / 2)


def _figures(shown: Floats, withheld: Bools, base: float) -> pa.Array:
    if base < 1:
        decimals = round(-np.log10(base))
        return pa.array(np.round(shown, decimals), mask=withheld)
    return pa.array(np.where(withheld, 0, shown).astype(np.int64), mask=withheld)


def _evidence(
    columns: dict[str, list[str]], table: Whole, chosen: Suppression, work_out: Bounds, programs: int
) -> TableEvidence:
    places = np.flatnonzero(chosen.withheld)
    high = work_out.high[places]
    withheld = pa.table(
        {
            **{name: pa.array([column[i] for i in places], pa.string()) for name, column in columns.items()},
            "reason": pa.array(np.where(table.primary[places], "primary", "secondary").tolist(), pa.string()),
            "low": pa.array(np.round(work_out.low[places], 6)),
            "high": pa.array(np.round(np.where(np.isfinite(high), high, 0.0), 6), mask=~np.isfinite(high)),
        }
    )
    inside = chosen.withheld & table.inner
    held = max(float(table.values[table.inner].sum()), 1e-9)
    return TableEvidence(
        withheld=withheld,
        exact_bounds=work_out.exact,
        solver=chosen.solver,
        programs=programs,
        cells_lost=round(100 * int(inside.sum()) / int(table.inner.sum())),
        value_lost=round(100 * float(table.values[inside].sum()) / held),
    )
