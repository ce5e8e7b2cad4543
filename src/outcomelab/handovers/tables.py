"""A table that has been cleared: what `outcomelab protect TABLE` writes."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa

from outcomelab.handovers.refused import Coarsening

TOTAL = "Total"


@dataclass(frozen=True)
class TableEvidence:
    """What whoever checks a table wants to know of how it was made safe; not for release with it.

    withheld: one row a withheld cell: the columns of `by`, `reason` (primary: it breaks a rule; secondary: it
    would give away one that does), and `low` and `high`, the least and most that a reader of the cleared table can
    work out it holds (null: no bound). exact_bounds: by linear programs; otherwise by sums alone, which a reader
    with a solver might narrow. solver: optimal, rounding or hypercube. programs: linear programs the audit took.
    cells_lost, value_lost: per cent of inner cells withheld, and of what they hold. merged: what was merged and
    left out before; offered: with what less would be withheld, where much is. rules: in force, by name.
    """

    withheld: pa.Table
    exact_bounds: bool
    solver: str
    programs: int
    cells_lost: int
    value_lost: int
    merged: Coarsening = field(default_factory=Coarsening)
    offered: Coarsening | None = None
    rules: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class TableFigures:
    """`cells`: one row a cell, margins included: the columns of `by` (strings, `Total` in a margin), `measure`
    (`count` or `sum`, rounded to `base`, null where withheld) and `withheld` (boolean). `primary` cells were
    withheld for breaking a rule, `secondary` so that nothing gives those back."""

    by: tuple[str, ...]
    cells: pa.Table
    measure: str
    threshold: int
    base: float
    primary: int
    secondary: int
    evidence: TableEvidence
