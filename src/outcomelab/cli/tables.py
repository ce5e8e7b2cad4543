"""Any table cleared from the command line: counted, made safe, written."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from outcomelab.cli.app import console
from outcomelab.cli.engine import chosen
from outcomelab.cli.lab_files import read_any_table
from outcomelab.cli.waiting import told
from outcomelab.errors import DisclosureRefused, UsageError

if TYPE_CHECKING:
    import pyarrow as pa

    from outcomelab.engines.choice import Engine
    from outcomelab.hall.people_ledger import PeopleLedger
    from outcomelab.hall.tables import Answered
    from outcomelab.handovers.counting import Counting, OnCluster
    from outcomelab.handovers.refused import Coarsening, Refused
    from outcomelab.protocol.rules import DisclosureRules


_LONGEST = 86_400.0


@dataclass(frozen=True)
class TableOptions:
    """What `outcomelab protect TABLE` was asked, as it was written."""

    by: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    count: str | None = None
    amount: str | None = None
    costs: bool = False
    person: str | None = None
    hierarchies: tuple[str, ...] = ()
    zeros: tuple[str, ...] = ()
    merge: bool = False
    ordered: tuple[str, ...] = ()
    cost: str = "value"
    seconds: float | None = None
    threshold: int | None = None
    rules: Path | None = None
    people: str = "people"
    sought: tuple[str, ...] = ()
    ledger: Path | None = None
    keys: Path | None = None
    coarsen: bool = False
    checker: str = ""
    evidence: Path | None = None
    engine: str | None = None
    spark_master: str | None = None

    def require_nothing_but(self, option: str, *allowed: str) -> None:
        """Raise UsageError when anything is asked for that does not go with `option`."""
        for field in fields(self):
            if (
                field.name not in (*allowed, "keys", "checker", "spark_master")
                and getattr(self, field.name) != field.default
            ):
                named = {"amount": "sum", "also": "and", "hierarchies": "hierarchy", "zeros": "zero"}
                raise UsageError(f"--{named.get(field.name, field.name)} does not go with {option}.")

    def held(self) -> DisclosureRules:
        """The rules that hold. Raises UsageError when one is laxer than its default."""
        from outcomelab.protocol.rules import stricter

        changes = {} if self.rules is None else _toml(self.rules)
        return stricter(changes if self.threshold is None else {**changes, "threshold": self.threshold})

    def counting(self) -> Counting:
        """The same as it is asked of the lab. Raises UsageError for what is not written as it has to be."""
        from outcomelab.handovers.counting import Counting

        hierarchies = {}
        for given in self.hierarchies:
            column, _, file = given.partition("=")
            if not file:
                raise UsageError("Write a hierarchy as --hierarchy COLUMN=FILE.csv.")
            hierarchies[column] = read_any_table(Path(file), ("child", "parent"))
        order = (given.partition("=") for given in self.ordered)
        return Counting(
            by=(self.by, *(tuple(names.split(",")) for names in self.also)),
            count=self.count,
            amount=self.amount,
            person=self.person,
            costs=self.costs,
            hierarchies=hierarchies,
            zeros=tuple(_zero(given) for given in self.zeros),
            ordered={column: tuple(values.split(",")) if values else () for column, _, values in order},
            sought=self.sought,
        )


def protect_any_table(source: str, asked: TableOptions, out: Path) -> None:
    """Clear the table `source` and write it into `out`, and what a checker wants to know where `asked` says.

    source: a file's path, or the address of a table that a cluster reads.
    Raises UsageError, DisclosureRefused, LedgerError, HoldingError, EngineError and ReportError.
    """
    from outcomelab.checking.write import refuse_beside_release, write_evidence
    from outcomelab.cli.lab_files import refuse_unwritable
    from outcomelab.disclosure.evidence.table import table_evidence
    from outcomelab.handovers.counting import OnCluster
    from outcomelab.handovers.refused import Refused
    from outcomelab.reports.cleared_table import write_cleared_table
    from outcomelab.tabulate.columns import require
    from outcomelab.tabulate.there import require_there

    if asked.cost not in ("value", "cells"):
        raise UsageError("--cost is value or cells.")
    if asked.seconds is not None and not 0 < asked.seconds <= _LONGEST:
        raise UsageError("--seconds is how long to look for the best choice: more than 0, at most a day (86400).")
    if asked.evidence is not None:
        refuse_beside_release(asked.evidence, out)
    engine = chosen(asked.engine, asked.spark_master)
    rules, counting = asked.held(), asked.counting()
    table: pa.Table | OnCluster
    if "://" in source:
        table, name = OnCluster(source), OnCluster(source).name
        require_there(counting, engine)
    else:
        table, name = read_any_table(Path(source), (*counting.columns, asked.person)), Path(source).name
        require(table, counting)  # before a ledger's keys are made
    ledger = _ledger(asked)
    if ledger is not None:
        refuse_unwritable(out)  # what is recorded should also be written
    clear = partial(_clear, table, counting, asked, rules, ledger, name, engine)
    with told(console, "Disclosure control: cells to withhold are chosen, and audited"):
        given = clear()
        less = given.offered if asked.coarsen else None
        if less is not None:
            given = clear(less)
    if asked.evidence is not None:
        refused = isinstance(given.answer, Refused)
        made = table_evidence(name, given.cells, given.figures, rules, given.overlaps, refused=refused)
        write_evidence(made, asked.evidence)
    if isinstance(given.answer, Refused):
        raise DisclosureRefused(_refusal(given.answer))
    figures = given.answer.figures
    write_cleared_table(given.answer, out)
    console.print(
        f"{figures.cells.num_rows} cells: {figures.primary} withheld for breaking a rule, {figures.secondary} "
        f"more so that none can be worked out ({figures.evidence.solver}); audited, none unsafe. Written to {out}."
    )
    if figures.evidence.offered is not None:
        lost = figures.evidence.cells_lost
        console.print(
            f"{lost}% of the cells are withheld; fewer would be, were you to {figures.evidence.offered.words} "
            "(--merge).",
            markup=False,
        )


def _clear(
    table: pa.Table | OnCluster,
    counting: Counting,
    asked: TableOptions,
    rules: DisclosureRules,
    ledger: PeopleLedger | None,
    title: str,
    engine: Engine,
    coarsening: Coarsening | None = None,
) -> Answered:
    from outcomelab.disclosure.protect import BY_THE_RULES
    from outcomelab.disclosure.suppress.suppress import SECONDS
    from outcomelab.hall.tables import clear_tables

    return clear_tables(
        table,
        counting,
        rules,
        ledger,
        merge=asked.merge,
        coarsening=coarsening,
        cost=cast(Literal["value", "cells"], asked.cost),
        seconds=asked.seconds or SECONDS,
        title=title,
        checked_by=asked.checker or BY_THE_RULES,
        engine=engine,
    )


def _ledger(asked: TableOptions) -> PeopleLedger | None:
    from outcomelab.hall.people_ledger import ledger_of

    if asked.ledger is None:
        if asked.sought:
            raise UsageError("--sought goes with --ledger: it says what tables together must not tell.")
        return None
    if asked.person is None:
        raise UsageError("--ledger needs to know whose each row is: name the column with --person.")
    return ledger_of(asked.people, asked.ledger, asked.keys)


def _refusal(refused: Refused) -> str:
    return f"{refused} To do so, add --coarsen." if refused.coarsening else str(refused)


def _zero(given: str) -> dict[str, str]:
    parts = [one.partition("=") for one in given.split(",")]
    if not all(column and sign for column, sign, _ in parts):
        raise UsageError("Write cells known to be empty as --zero COLUMN=VALUE,COLUMN=VALUE.")
    return {column: value for column, _, value in parts}


def _toml(path: Path) -> dict[str, object]:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise UsageError(f"{path} is missing, or no TOML file of rules such as `threshold = 20`.") from None
    rules = found.get("disclosure", found)
    return rules if isinstance(rules, dict) else {}
