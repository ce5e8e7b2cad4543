"""`outcomelab link-quality`: how good links are, in plain words."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from outcomelab.cli.app import app, console
from outcomelab.cli.lab_files import read_any_table, read_table, read_value

if TYPE_CHECKING:
    from outcomelab.handovers.linkage import LinkageGroup, LinkageReport
    from outcomelab.linkage.truth import Truth


@app.command("link-quality")
def link_quality(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="What `outcomelab link` wrote.")],
    truth: Annotated[
        Path | None,
        typer.Option("--truth", metavar="FILE", help="Pairs known to be one person, CSV or Parquet."),
    ] = None,
    left: Annotated[
        str, typer.Option("--left-truth", metavar="COLUMN", help="Its column of the left file's ids.")
    ] = "left_id",
    right: Annotated[
        str, typer.Option("--right-truth", metavar="COLUMN", help="Its column of the right file's ids.")
    ] = "right_id",
) -> None:
    """Say how good the links are: estimated from their probabilities and, with --truth, against known pairs."""
    from outcomelab.handovers.linkage import LinkageReport
    from outcomelab.linkage.truth import against_truth

    report = read_value(folder / "linkage.json", LinkageReport, "link")
    known = None
    if truth is not None:
        links = read_table(folder / "links.parquet", "link LEFT RIGHT")
        known = against_truth(links, read_any_table(truth), left, right)
    _say(report, known)


def _say(report: LinkageReport, known: Truth | None) -> None:
    from outcomelab.linkage.gaps import SHOWN_FROM, gaps_in_words
    from outcomelab.protocol.recall import uncertain

    overall = report.overall
    rate = overall.linked / overall.participants
    console.print(
        f"{overall.linked:,} of {overall.participants:,} were linked ({rate:.1%}), each with a match probability "
        f"of at least {report.threshold:.2f}.",
        soft_wrap=True,
    )
    for loss in report.flow.lost:
        console.print(f"  {loss.count:,}: {loss.reason}", markup=False, soft_wrap=True)
    console.print(
        f"Estimated: of the links {_estimated(overall.precision)} are right (precision); of the matches that are "
        f"there {_estimated(overall.recall)} were found (recall).",
        soft_wrap=True,
    )
    if known is not None:
        console.print(
            f"Against {known.true:,} pairs known to be one person: precision {_share(known.precision)}, recall "
            f"{_share(known.recall)}, F1 {'not known' if known.f1 is None else f'{known.f1:.4f}'}.",
            soft_wrap=True,
        )
    levels = Counter(one.group for one in report.groups)
    told = tuple(one for one in report.groups if levels[one.group] > 1)
    if told:
        console.print(_table(told))
        if any(one.participants < SHOWN_FROM for one in told):
            console.print(f"Of groups of fewer than {SHOWN_FROM} people no figures are shown.")
    between = uncertain(overall.recall)
    if between is not None:
        low, high = between
        console.print(
            f"[bold]Warning:[/bold] Recall is a rough estimate here: between {low:.0%} and {high:.0%} of the "
            "matches that are there were found.",
            soft_wrap=True,
        )
    for warning in gaps_in_words(report.groups):
        console.print(f"[bold]Warning:[/bold] {warning}", soft_wrap=True)


def _table(groups: tuple[LinkageGroup, ...]) -> Table:
    from outcomelab.linkage.gaps import SHOWN_FROM

    table = Table("Group", "", "People", "Linked", "Precision", "Recall", box=None)
    for column in table.columns[2:]:
        column.justify = "right"
    for one in groups:
        if one.participants < SHOWN_FROM:
            table.add_row(one.group, one.level, f"under {SHOWN_FROM}", "–", "–", "–")
            continue
        linked = f"{one.linked / one.participants:.1%}"
        table.add_row(
            one.group,
            one.level,
            f"{one.participants:,}",
            linked,
            _estimated(one.precision),
            _estimated(one.recall),
        )
    return table


def _share(share: float | None) -> str:
    return "not known" if share is None else f"{share:.1%}"


def _estimated(share: float | None) -> str:
    # An estimate is never the whole.
    return "over 99.9%" if share is not None and share > 0.999 else _share(share)
