"""Any table cleared from the command line: counted, made safe, written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from outcomelab.cli.app import console
from outcomelab.cli.lab_files import read_any_table
from outcomelab.errors import UsageError


@dataclass(frozen=True)
class Counting:
    """What `outcomelab protect TABLE` was asked: the columns, what to count or sum, COLUMN=FILE of hierarchies."""

    by: tuple[str, ...]
    count: str | None
    amount: str | None
    hierarchies: tuple[str, ...]
    cost: str
    threshold: int


def protect_any_table(source: Path, asked: Counting, out: Path, evidence: Path | None = None) -> None:
    """Clear the table `source` and write it into `out`, and what a checker wants to know into `evidence`.

    Raises UsageError, DisclosureRefused and ReportError.
    """
    from outcomelab.checking.write import refuse_beside_release, write_evidence
    from outcomelab.disclosure.evidence.table import table_evidence
    from outcomelab.disclosure.tables import protect_table
    from outcomelab.protocol.rules import DisclosureRules
    from outcomelab.reports.cleared_table import write_cleared_table
    from outcomelab.tabulate.count import tabulated

    if evidence is not None:
        refuse_beside_release(evidence, out)
    if asked.cost not in ("value", "cells"):
        raise UsageError("--cost is value or cells.")
    hierarchies = {}
    for given in asked.hierarchies:
        column, is_given, file = given.partition("=")
        if not is_given or not file:
            raise UsageError("Write a hierarchy as --hierarchy COLUMN=FILE.csv.")
        hierarchies[column] = read_any_table(Path(file))
    cells = tabulated(read_any_table(source), asked.by, asked.count, asked.amount, hierarchies)
    cost = cast(Literal["value", "cells"], asked.cost)
    rules = DisclosureRules(threshold=asked.threshold)
    output = protect_table(cells, rules, cost)
    if evidence is not None:
        write_evidence(table_evidence(source.name, cells, output.figures, rules), evidence)
    write_cleared_table(output, out)
    figures = output.figures
    console.print(
        f"{figures.cells.num_rows} cells: {figures.primary} withheld for being too small, {figures.secondary} "
        f"more so that none can be worked out ({figures.evidence.solver}); audited, none unsafe. Written to {out}."
    )
