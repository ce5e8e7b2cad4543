"""`outcomelab evaluate`: compare participants with people like them, in a study or in any table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outcomelab.cli.app import Out, app, console
from outcomelab.cli.lab_files import lab_folder, read_any_table
from outcomelab.cli.left import ANALYSIS, digest, is_left, leave, require
from outcomelab.cli.progress import Narrator
from outcomelab.errors import UsageError
from outcomelab.handovers.as_json import as_json

if TYPE_CHECKING:
    from outcomelab.protocol.model import Protocol

Columns = list[str] | None
_SAID_BY_A_PROTOCOL = (
    *("treatment", "outcome", "covariate", "exact", "subgroup", "placebo"),
    *("method", "ratio", "caliper", "replace", "distance"),
)


@app.command()
def evaluate(
    ctx: typer.Context,
    table: Annotated[
        Path, typer.Argument(metavar="TABLE", help="One row a person: .parquet or .csv; for a study as derived.")
    ],
    out: Out,
    protocol: Annotated[
        Path | None, typer.Option("--protocol", metavar="STUDY.toml", help="The study's protocol.")
    ] = None,
    treatment: Annotated[
        str | None, typer.Option("--treatment", metavar="COLUMN", help="Who took part: true or 1.")
    ] = None,
    outcome: Annotated[
        Columns,
        typer.Option(
            "--outcome", metavar="COLUMN", help="What became of people; TIME:EVENT for a time to a first event."
        ),
    ] = None,
    covariate: Annotated[
        Columns, typer.Option("--covariate", metavar="COLUMN", help="What was known beforehand.")
    ] = None,
    exact: Annotated[Columns, typer.Option("--exact", metavar="COLUMN", help="Compare only the same.")] = None,
    subgroup: Annotated[
        Columns, typer.Option("--subgroup", metavar="COLUMN", help="Also the primary outcome by this.")
    ] = None,
    method: Annotated[
        Columns,
        typer.Option(
            "--method",
            metavar="NAME",
            help="radius, nearest, ebal, overlap, att-weights or unadjusted; the first is the answer. "
            "All when none is named.",
        ),
    ] = None,
    ratio: Annotated[int, typer.Option("--ratio", min=1, help="Nearest: how many people each.")] = 1,
    caliper: Annotated[
        float | None, typer.Option("--caliper", help="Farthest, in SDs of the log odds. Radius: 0.2.")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace/--no-replace", help="Nearest: may a person be compared with again?")
    ] = False,
    distance: Annotated[
        str,
        typer.Option(
            "--distance", help="Nearest by: score, or with --replace euclidean or mahalanobis (covariates)."
        ),
    ] = "score",
    placebo: Annotated[
        Columns,
        typer.Option("--placebo", metavar="COLUMN", help="An outcome of before the programme, compared as well."),
    ] = None,
    sensitivity: Annotated[
        bool | None,
        typer.Option(
            "--sensitivity/--no-sensitivity",
            help="Also ask how firmly the answer stands (unless said: when no --method is named).",
        ),
    ] = None,
    links_right: Annotated[
        float | None,
        typer.Option("--links-right", min=0.5, max=1, help="Share of right links, to allow for the others."),
    ] = None,
    hidden: Annotated[
        float, typer.Option("--hidden", min=0, max=0.4, help="Share of the pool that took part but was missed.")
    ] = 0.0,
    raw: Annotated[
        bool, typer.Option("--raw", help="Write unrounded figures, for the table's owner; the file says so.")
    ] = False,
) -> None:
    """Match participants with people like them and estimate the effect: writes impact.json, tables, pictures."""
    from outcomelab.disclosure.comparison import protect_comparison
    from outcomelab.errors import DisclosureRefused
    from outcomelab.handovers.analysis import PARTICIPANT
    from outcomelab.handovers.impact import ImpactResult
    from outcomelab.handovers.sensitivity import LinkageError
    from outcomelab.impact.evaluate import evaluate
    from outcomelab.impact.unrounded import unrounded
    from outcomelab.protocol.fix import sha256
    from outcomelab.protocol.read import read
    from outcomelab.protocol.rules import DisclosureRules
    from outcomelab.reports.comparison import comparison_lines, write_comparison
    from outcomelab.reports.files import write_files
    from outcomelab.reports.impact_tables import impact_files

    _one_or_the_other(ctx, bool(treatment and outcome))
    if hidden and links_right is None:
        raise UsageError("--hidden goes with --links-right: the answer is held against both.")
    asked = read(protocol) if protocol else None
    of = _left(table, asked) if asked else ""
    with Narrator(console) as progress:
        progress("evaluate", "reading the table")
        impact = evaluate(
            read_any_table(table),
            asked,
            treatment=treatment or PARTICIPANT,
            outcomes=outcome or (),
            covariates=covariate or (),
            exact=exact or (),
            subgroups=subgroup or (),
            methods=method or (),
            ratio=ratio,
            caliper=caliper,
            replace=replace,
            distance=distance,
            placebo=placebo or (),
            sensitivity=sensitivity,
            linkage=None if links_right is None else LinkageError(links_right, hidden),
            progress=progress,
        )
    cleared, refused = None, ""
    rules = asked.disclosure if asked else DisclosureRules()
    try:
        cleared = protect_comparison(impact, rules)
    except DisclosureRefused as too_few:
        if not raw and not protocol:
            raise
        refused = f" No cleared figures and no pictures were written: {too_few}"
    folder = lab_folder(out)
    if asked:
        found = {"found.json": as_json(ImpactResult, impact)}
        leave(folder, "evaluate", sha256(asked), {ANALYSIS: of}, {}, found)
    if cleared:
        write_comparison(cleared, folder)
    if raw:
        write_files(impact_files(unrounded(impact, rules)), folder, closed=True)
    _say(repr(impact).splitlines() if raw else comparison_lines(cleared) if cleared else ())
    if impact.notes and not raw:
        _say([f"{len(impact.notes)} thing(s) to know about columns and levels: --raw names them."])
    _say([f"{'Unrounded: for the lab only. ' if raw else ''}Written to {folder}.{refused}"])


def _left(table: Path, asked: Protocol) -> str:
    """The hash of the table before it is read, so that whoever changes it meanwhile is found out; where it is what
    the stage before left in a lab's folder, all of that is of one run."""
    from outcomelab.protocol.fix import sha256

    if table.name == ANALYSIS and is_left(table.parent, "derive"):
        return require(table.parent, sha256(asked), "link", "derive")[ANALYSIS]
    return digest(table)


def _say(lines: Sequence[str]) -> None:
    for line in lines:
        console.print(line, markup=False, soft_wrap=True)


def _one_or_the_other(ctx: typer.Context, columns: bool) -> None:
    """A protocol, or the names of columns and how to match: what is typed beside a protocol is not passed over."""
    sources = {name: ctx.get_parameter_source(name) for name in ctx.params}
    typed = [name for name, source in sources.items() if source and source.name == "COMMANDLINE"]
    beside = [name for name in typed if name in _SAID_BY_A_PROTOCOL]
    if "protocol" in typed and beside:
        raise UsageError(f"The protocol says what --{beside[0]} would. Give the one or the other, not both.")
    if "protocol" not in typed and not columns:
        raise UsageError("Give --protocol STUDY.toml, or name the columns: --treatment, --outcome, --covariate.")
