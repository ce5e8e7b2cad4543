"""One column described from the command line: its mean and percentiles, cleared and written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from outcomelab.cli.app import console
from outcomelab.cli.lab_files import read_any_table
from outcomelab.errors import UsageError

if TYPE_CHECKING:
    from outcomelab.protocol.rules import DisclosureRules


def describe_column(
    source: Path, column: str, person: str | None, rules: DisclosureRules, costs: bool, out: Path
) -> None:
    """Clear a column's mean and percentiles and write them into `out`. Raises UsageError, ReportError."""
    from outcomelab.disclosure.statistics.mean import protect_mean
    from outcomelab.disclosure.statistics.position import protect_percentiles
    from outcomelab.reports.described import write_described

    table = read_any_table(source, (person,))
    if missing := [name for name in (column, person) if name is not None and name not in table.column_names]:
        raise UsageError(f"The table has no column {missing[0]}; it has {', '.join(table.column_names)}.")
    if person is not None and table[person].null_count:
        raise UsageError(f"The column {person} must say of every row whose it is.")
    values = table[column].to_numpy()
    persons = None if person is None else table[person].combine_chunks().dictionary_encode().indices.to_numpy()
    mean = protect_mean(column, values, persons, rules, costs=costs)
    percentiles = protect_percentiles(column, values, persons=persons, rules=rules)
    write_described(mean, percentiles, out)
    shown = [mean.figures.mean, *(one.value for one in percentiles.figures.percentiles)]
    withheld = sum(value is None for value in shown)
    console.print(f"{len(shown) - withheld} figures of {column} cleared, {withheld} withheld. Written to {out}.")
