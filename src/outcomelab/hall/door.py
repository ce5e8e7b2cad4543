"""The one door of disclosure control: a table, a comparison or a study's findings in; cleared or refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, overload

import pyarrow as pa

from outcomelab.disclosure.comparison import protect_comparison
from outcomelab.disclosure.ledger.store import Ledger
from outcomelab.disclosure.protect import BY_THE_RULES
from outcomelab.disclosure.protect import protect as protect_findings
from outcomelab.disclosure.suppress.suppress import SECONDS
from outcomelab.engines.choice import DUCKDB, Engine
from outcomelab.errors import DisclosureRefused, UsageError
from outcomelab.hall.people_ledger import PeopleLedger
from outcomelab.hall.tables import Table, as_arrow, clear_tables
from outcomelab.handovers.cleared import Cleared
from outcomelab.handovers.counting import Counting, OnCluster
from outcomelab.handovers.figures import ComparisonFigures, Figures
from outcomelab.handovers.findings import Findings
from outcomelab.handovers.impact import ImpactResult
from outcomelab.handovers.refused import Coarsening, Refused
from outcomelab.handovers.tables import TableFigures
from outcomelab.protocol.model import Protocol
from outcomelab.protocol.rules import DisclosureRules, stricter

Rules = DisclosureRules | Mapping[str, object] | None


@overload
def protect(
    source: Findings,
    rules: Protocol,
    ledger: Ledger | None = None,
    membership: pa.Table | None = None,
    *,
    coarsening: Coarsening | None = None,
    checked_by: str = BY_THE_RULES,
) -> Cleared[Figures] | Refused: ...


@overload
def protect(source: ImpactResult, rules: Rules = None) -> Cleared[ComparisonFigures] | Refused: ...


@overload
def protect(
    source: Table | str,
    rules: Rules = None,
    ledger: PeopleLedger | None = None,
    *,
    by: str | Sequence[str],
    also: Sequence[str | Sequence[str]] = (),
    count: str | None = None,
    sum: str | None = None,
    person: str | None = None,
    costs: bool = False,
    hierarchies: Mapping[str, Table] | None = None,
    zeros: Sequence[Mapping[str, str]] = (),
    ordered: Sequence[str] | Mapping[str, Sequence[str]] = (),
    sought: Sequence[str] = (),
    merge: bool = False,
    coarsening: Coarsening | None = None,
    title: str = "table",
    checked_by: str = BY_THE_RULES,
    seconds: float = SECONDS,
    engine: Engine = DUCKDB,
) -> Cleared[TableFigures] | Refused: ...


def protect(
    source: Any,
    rules: Any = None,
    ledger: Any = None,
    membership: pa.Table | None = None,
    **asked: Any,
) -> Cleared[Any] | Refused:
    """Clear what is to leave, or refuse it with reasons and, where less detail passes, with what would.

    - A table (Arrow, Polars, pandas, DuckDB, or a mapping of columns; or the address of one that a Spark cluster
      reads, such as hdfs://host/people.parquet): counted `by` columns, or by several groups of them (`also`)
      protected together; `count`, `sum`, `person`, `hierarchies`, `zeros`, `ordered` and `sought` as in
      `Counting`. `merge`: small values are shown together first. `ledger` (`ledger_of`): held against all that
      was released about the same people, and recorded. `seconds`: how long the cells that cost least to withhold
      are looked for. `engine`: where rows are added up.
    - An `ImpactResult`: everything `evaluate` found, by the rules alone.
    - A study's `Findings`, with its protocol for `rules`; with a `Ledger` and the `membership` also against it.

    `rules`: only stricter than the defaults, as `DisclosureRules` or a mapping of names; a laxer one raises
    UsageError. `coarsening`: the less detail that an earlier refusal offered. Raises UsageError for what cannot be
    asked, LedgerError when the ledger cannot be used and EngineError when Spark cannot; never DisclosureRefused,
    which becomes the answer.
    """
    try:
        if isinstance(source, Findings):
            if not isinstance(rules, Protocol):
                raise UsageError("A study's findings are cleared by its protocol: protect(findings, protocol).")
            return protect_findings(source, rules, ledger, membership, **asked)
        held = stricter(rules.model_dump() if isinstance(rules, DisclosureRules) else rules or {})
        if isinstance(source, ImpactResult):
            _refuse_more(ledger is not None or membership is not None or bool(asked))
            return protect_comparison(source, held)
        if membership is not None:
            raise UsageError("A table says itself who is in it: name the column with `person`, not a membership.")
        if ledger is not None and not isinstance(ledger, PeopleLedger):
            raise UsageError(
                "A table is held against the ledger of its people: make it with ledger_of(people, folder)."
            )
        return _table(source, held, ledger, **asked)
    except DisclosureRefused as refused:
        return Refused((f"{refused.rule}: {refused}" if refused.rule else str(refused),))


def _refuse_more(more: bool) -> None:
    if more:
        raise UsageError(
            "A comparison is cleared by its rules alone. To hold it against a ledger, clear the study's findings."
        )


def _table(
    source: Table | str,
    rules: DisclosureRules,
    ledger: PeopleLedger | None,
    *,
    by: str | Sequence[str] = (),
    also: Sequence[str | Sequence[str]] = (),
    sum: str | None = None,
    hierarchies: Mapping[str, Table] | None = None,
    zeros: Sequence[Mapping[str, str]] = (),
    ordered: Sequence[str] | Mapping[str, Sequence[str]] = (),
    sought: Sequence[str] = (),
    merge: bool = False,
    coarsening: Coarsening | None = None,
    title: str = "table",
    checked_by: str = BY_THE_RULES,
    seconds: float = SECONDS,
    engine: Engine = DUCKDB,
    **asked: Any,
) -> Cleared[TableFigures] | Refused:
    order = ordered if isinstance(ordered, Mapping) else dict.fromkeys(_names(ordered), ())
    counting = Counting(
        by=tuple(_names(names) for names in (by, *also)),
        amount=sum,
        hierarchies={name: as_arrow(table) for name, table in (hierarchies or {}).items()},
        zeros=tuple(zeros),
        ordered={name: tuple(values) for name, values in order.items()},
        sought=_names(sought),
        **asked,
    )
    return clear_tables(
        OnCluster(source) if isinstance(source, str) else as_arrow(source),
        counting,
        rules,
        ledger,
        merge=merge,
        coarsening=coarsening,
        seconds=seconds,
        title=title,
        checked_by=checked_by,
        engine=engine,
    ).answer


def _names(names: str | Sequence[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)
