"""The figures of a cleared table, and what a checker wants to know of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from scipy.sparse import csr_array, hstack

from outcomelab.disclosure.audit.bounds import Bounds, bounds, by_sums
from outcomelab.disclosure.audit.published import published
from outcomelab.disclosure.beside import Out, System
from outcomelab.disclosure.joined import Joined
from outcomelab.disclosure.kinds.describing import DESCRIBING
from outcomelab.disclosure.primary import Whole
from outcomelab.disclosure.suppress.grid import Bools, Floats
from outcomelab.disclosure.suppress.optimal import Suppression
from outcomelab.handovers.tables import TableEvidence, TableFigures
from outcomelab.protocol.rules import DisclosureRules

_MOST_PROGRAMS = 300  # withheld cells for which bounds after rounding are worked out by linear programs
_MOST_COLUMNS = 4000
_SIGNIFICANT = 3
_LARGEST_WHOLE = 2.0**53  # above it amounts are written as they are held, such as 9.22e+19


@dataclass(frozen=True)
class _Rounding:
    base: float
    less: float
    more: float

    @classmethod
    def to(cls, base: float, *, counts: bool) -> _Rounding:
        return cls(base, base // 2, (base - 1) // 2) if counts else cls(base, base / 2, base / 2)


def table_figures(
    table: Joined,
    system: System,
    out: Sequence[Out],
    chosen: Suppression,
    programs: int,
    rules: DisclosureRules,
) -> TableFigures:
    """What is shown, rounded, and the evidence of how it was chosen; `programs`: what the audit took."""
    amounts = table.tables[0].amounts
    size = table.linked.size
    # What was shown before under laxer rules is known, and still not shown again.
    withheld = chosen.withheld[:size] | table.whole.primary
    rounding = _rounding(table, withheld, rules)
    shown = np.where(withheld, np.nan, _rounded(table.whole.values, rounding.base))
    everything = _everything(system, out, chosen.withheld, rounding, counts=amounts is None)
    least = float(rules.threshold) if amounts is None else 0.0
    figures, equations = known_in_full(everything[0], system.problem.values, system.equations)
    spread = tuple(_with_the_sums(each, len(figures)) for each in everything[1:])
    reader = published(figures, equations, (spread[0], spread[1]), least)
    few = chosen.withheld.sum() <= _MOST_PROGRAMS and len(figures) <= _MOST_COLUMNS
    work_out = bounds(reader) if few else by_sums(reader)
    columns = {name: [code[i] for code in table.codes] for i, name in enumerate(table.by)}
    measure = "count" if amounts is None else "sum"
    cells = pa.table(
        {
            **{name: pa.array(column, pa.string()) for name, column in columns.items()},
            measure: _figures(shown, withheld, rounding.base),
            "withheld": pa.array(withheld),
        }
    )
    return TableFigures(
        by=table.by,
        cells=cells,
        measure=measure,
        threshold=rules.threshold,
        base=rounding.base,
        primary=int(table.whole.primary.sum()),
        secondary=int((withheld & ~table.whole.primary).sum()),
        evidence=replace(
            _evidence(columns, table.whole, withheld, work_out, rounding, chosen.solver, programs),
            rules=_asked(rules),
        ),
    )


def _asked(rules: DisclosureRules) -> tuple[tuple[str, float], ...]:
    names = next(kind.rules for kind in DESCRIBING if kind.checker == "tables.protect_table")
    return tuple((name, float(getattr(rules, name))) for name in names)


def known_in_full(figures: Floats, values: Floats, equations: csr_array) -> tuple[Floats, csr_array]:
    """Figures and what adds up, where parts need not add up to their whole since people are in several of them: by
    how many they are more is taken to be known to everybody, as figures of their own."""
    over = equations @ values
    odd = np.flatnonzero(np.abs(over) > 1e-9 * max(1.0, float(np.abs(values).max(initial=0.0))))
    if not len(odd):
        return figures, equations
    known = csr_array((-np.ones(len(odd)), (odd, np.arange(len(odd)))), shape=(len(over), len(odd)))
    return np.append(figures, over[odd]), csr_array(hstack([equations, known]))


def _with_the_sums(spread: Floats, size: int) -> Floats:
    return np.append(spread, np.zeros(size - len(spread)))


def _everything(
    system: System, out: Sequence[Out], withheld: Bools, rounding: _Rounding, *, counts: bool
) -> tuple[Floats, Floats, Floats]:
    """All that a reader has, new and earlier: figures, and by how much each can be less and more."""
    values = system.problem.values
    shown = np.where(withheld, np.nan, _rounded(values, rounding.base))
    less, more = np.full(len(values), float(rounding.less)), np.full(len(values), float(rounding.more))
    for one, cells in zip(out, system.linked.cell[-len(out) :] if out else (), strict=True):
        then = _Rounding.to(one.base, counts=counts)
        seen = cells[~one.withheld]
        figure = _rounded(values[seen], then.base)
        low, high = figure - then.less, figure + then.more
        known = ~np.isnan(shown[seen])
        low[known] = np.maximum(low, shown[seen] - less[seen])[known]
        high[known] = np.minimum(high, shown[seen] + more[seen])[known]
        shown[seen], less[seen], more[seen] = figure, figure - low, high - figure
    return shown, less, more


def _rounding(table: Joined, withheld: Bools, rules: DisclosureRules) -> _Rounding:
    """Counts to the base of the rules; amounts to a power of ten that leaves 3 digits of the least one shown."""
    if table.tables[0].amounts is None:
        return _Rounding.to(rules.base, counts=True)
    values = table.whole.values
    least = float(values[~withheld & (values > 0)].min(initial=np.inf))
    base = 10.0 ** (np.floor(np.log10(least)) + 1 - _SIGNIFICANT) if np.isfinite(least) else 1.0
    return _Rounding.to(base, counts=False)


def _rounded(values: Floats, base: float) -> Floats:
    with np.errstate(over="ignore"):
        return _finite(base * np.floor(values / base + 0.5), values)


def _to_decimals(values: Floats, decimals: int) -> Floats:
    with np.errstate(over="ignore"):
        return _finite(np.round(values, decimals), values)


def _finite(rounded: Floats, values: Floats) -> Floats:
    """As they were, values so large that rounding is nothing beside them."""
    return np.where(np.isfinite(rounded), rounded, values)


def _figures(shown: Floats, withheld: Bools, base: float) -> pa.Array:
    if base < 1:
        decimals = round(-np.log10(base))
        return pa.array(_to_decimals(shown, decimals), mask=withheld)
    if (shown[~withheld] > _LARGEST_WHOLE).any():
        return pa.array(shown, mask=withheld)
    return pa.array(np.where(withheld, 0, shown).astype(np.int64), mask=withheld)


def _evidence(
    columns: dict[str, list[str]],
    table: Whole,
    withheld: Bools,
    work_out: Bounds,
    rounding: _Rounding,
    solver: str,
    programs: int,
) -> TableEvidence:
    places = np.flatnonzero(withheld)
    high = work_out.high[places]
    decimals = max(6, 3 - round(np.log10(rounding.base)))
    listed = pa.table(
        {
            **{name: pa.array([column[i] for i in places], pa.string()) for name, column in columns.items()},
            "reason": pa.array(np.where(table.primary[places], "primary", "secondary").tolist(), pa.string()),
            "low": pa.array(_to_decimals(work_out.low[places], decimals)),
            "high": pa.array(
                _to_decimals(np.where(np.isfinite(high), high, 0.0), decimals), mask=~np.isfinite(high)
            ),
        }
    )
    inside = withheld & table.inner
    held = max(float(table.values[table.inner].sum()), 1e-9)
    return TableEvidence(
        withheld=listed,
        exact_bounds=work_out.exact,
        solver=solver,
        programs=programs,
        cells_lost=round(100 * int(inside.sum()) / int(table.inner.sum())),
        value_lost=round(100 * float(table.values[inside].sum()) / held),
    )
