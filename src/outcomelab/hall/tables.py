"""Any table of people: counted, merged where that is asked, cleared, and held against what is out already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeAlias

import pyarrow as pa

from outcomelab.disclosure.clearing import clear
from outcomelab.disclosure.coarser import coarser
from outcomelab.disclosure.gated_table import Asked, gated_table, of_release
from outcomelab.disclosure.joined import joined
from outcomelab.disclosure.merging import small_merged
from outcomelab.disclosure.offer import offered_where_much_is_lost
from outcomelab.disclosure.suppress.suppress import SECONDS
from outcomelab.disclosure.tables import Cost, protected
from outcomelab.engines.choice import DUCKDB, Engine
from outcomelab.errors import UsageError
from outcomelab.hall.people_ledger import PeopleLedger
from outcomelab.handovers.cells import Cells
from outcomelab.handovers.cleared import Cleared
from outcomelab.handovers.counting import Counting, OnCluster
from outcomelab.handovers.evidence import Overlap
from outcomelab.handovers.refused import Coarsening, Refused
from outcomelab.handovers.tables import TableFigures
from outcomelab.protocol.rules import DisclosureRules
from outcomelab.tabulate.count import tabulated


class Streams(Protocol):
    """What Arrow, Polars, pandas and DuckDB tables have in common."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


Table: TypeAlias = pa.Table | Streams | Mapping[str, Any]


@dataclass(frozen=True)
class Answered:
    """What became of tables: the `answer`; for the checker the `cells` that it is of, as they were merged, their
    `figures` (None where none can be shown) and how their people overlap with those of earlier releases."""

    answer: Cleared[TableFigures] | Refused
    cells: tuple[Cells, ...]
    figures: TableFigures | None
    overlaps: tuple[Overlap, ...] = ()

    @property
    def offered(self) -> Coarsening | None:
        """The less detail that passes, or of which less is withheld."""
        if isinstance(self.answer, Refused):
            return self.answer.coarsening
        return self.answer.figures.evidence.offered


def as_arrow(source: Table) -> pa.Table:
    """Any table as an Arrow table. Raises UsageError for what is none."""
    try:
        if isinstance(source, pa.Table):
            return source
        if isinstance(source, Mapping):
            return pa.table(dict(source))
        if hasattr(source, "__arrow_c_stream__"):
            return pa.table(source)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
        raise UsageError(
            "The table cannot be read: a column mixes kinds of values, or columns differ in length."
        ) from None
    raise UsageError("Give a table of Arrow, Polars, pandas or DuckDB, or a mapping of columns.")


def clear_tables(
    table: pa.Table | OnCluster,
    counting: Counting,
    rules: DisclosureRules,
    ledger: PeopleLedger | None = None,
    *,
    merge: bool = False,
    coarsening: Coarsening | None = None,
    cost: Cost = "value",
    seconds: float = SECONDS,
    title: str = "table",
    checked_by: str = "",
    today: dt.date | None = None,
    engine: Engine = DUCKDB,
) -> Answered:
    """Clear what is counted of `table`. With a `ledger` it is first held against every earlier release about the
    same people and recorded in the same act. `seconds`: how long the cells that cost least to withhold are
    looked for. `engine`: where rows are added up.

    Raises UsageError for what cannot be asked, DisclosureRefused for what fails by itself, LedgerError when the
    ledger cannot be used, EngineError when Spark cannot be reached or stops.
    """
    if ledger is not None and counting.person is None:
        raise UsageError("The ledger needs to know whose each row is: name the column with --person.")
    cells = tabulated(table, counting, ledger.key if ledger else None, engine)
    if coarsening is not None and coarsening.frozen is not None:
        if ledger is None:
            raise UsageError("The people of an earlier release can be kept only with its ledger.")
        cells = of_release(cells, ledger.ledger, ledger.holding, coarsening.frozen)
    merged, unmerged = Coarsening(), cells if merge else None
    if merge:
        merged = small_merged(cells, rules.threshold, counting.ordered)
        cells = coarser(cells, merged)
    if coarsening is not None:  # it was offered of tables merged already
        cells, merged = coarser(cells, coarsening), merged.and_(coarsening)
    if ledger is None:
        figures = protected(joined(cells, rules), rules, cost, seconds)
        offered = (
            None if merge else offered_where_much_is_lost(figures, cells, rules, counting.ordered, cost, seconds)
        )
        return _answered(figures, cells, merged, offered)
    on = today or dt.date.today()
    about = Asked(title, ledger.holding, counting.sought, counting.ordered, checked_by, on, cost, seconds)
    gated = gated_table(cells, rules, ledger.ledger, about, unmerged)
    if isinstance(gated.answer, Refused):
        return Answered(gated.answer, cells, gated.figures, gated.overlaps)
    return replace(_answered(gated.answer, cells, merged), overlaps=gated.overlaps)


def _answered(
    figures: TableFigures, cells: tuple[Cells, ...], merged: Coarsening, offered: Coarsening | None = None
) -> Answered:
    made = replace(figures, evidence=replace(figures.evidence, merged=merged, offered=offered))
    return Answered(clear(made), cells, made)
