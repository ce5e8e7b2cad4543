"""`outcomelab protect`: what the lab found in a study, or any table of people, cleared for leaving."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outcomelab.cli.app import Checker, Coarsen, EvidenceFolder, Keys, LedgerFolder, SparkMaster, app, console
from outcomelab.cli.engine import ENGINES
from outcomelab.cli.lab_files import refuse_unwritable, write_text
from outcomelab.cli.progress import Narrator
from outcomelab.cli.tables import TableOptions, protect_any_table
from outcomelab.errors import UsageError

if TYPE_CHECKING:
    from outcomelab.handovers.refused import Refused

_TABLE, _STUDY = "For a table", "For a study"


@app.command()
def protect(
    source: Annotated[
        str,
        typer.Argument(
            metavar="STUDY.toml|TABLE",
            help="A study's protocol, or any table of people (.csv, .parquet); with --engine spark also the "
            "address of a Parquet table that the cluster reads (file://, hdfs://, s3a://).",
        ),
    ],
    holdings: Annotated[
        Path | None,
        typer.Option("--holdings", metavar="DIR", help="The holdings.", rich_help_panel=_STUDY),
    ] = None,
    lab: Annotated[
        Path | None,
        typer.Option("--lab", metavar="DIR", help="The lab's own folder.", rich_help_panel=_STUDY),
    ] = None,
    keys: Keys = None,
    by: Annotated[
        list[str] | None,
        typer.Option("--by", metavar="COLUMN", help="Count by this; name several.", rich_help_panel=_TABLE),
    ] = None,
    also: Annotated[
        list[str] | None,
        typer.Option(
            "--and",
            metavar="COLUMN,COLUMN",
            help="Another table of the same people, by these; all are protected together.",
            rich_help_panel=_TABLE,
        ),
    ] = None,
    count: Annotated[
        str | None,
        typer.Option(
            "--count", metavar="COLUMN", help="How many persons a row stands for.", rich_help_panel=_TABLE
        ),
    ] = None,
    amount: Annotated[
        str | None,
        typer.Option(
            "--sum",
            metavar="COLUMN",
            help="Sum this; each row, or with --person each person, is a contributor.",
            rich_help_panel=_TABLE,
        ),
    ] = None,
    costs: Annotated[
        bool,
        typer.Option("--costs", help="With --sum or --describe: an amount of money.", rich_help_panel=_TABLE),
    ] = False,
    person: Annotated[
        str | None,
        typer.Option(
            "--person",
            metavar="COLUMN",
            help="Whose each row is: persons are counted, not rows.",
            rich_help_panel=_TABLE,
        ),
    ] = None,
    hierarchy: Annotated[
        list[str] | None,
        typer.Option(
            "--hierarchy", metavar="COLUMN=FILE", help="Child and parent of its codes.", rich_help_panel=_TABLE
        ),
    ] = None,
    zero: Annotated[
        list[str] | None,
        typer.Option(
            "--zero",
            metavar="COLUMN=VALUE,…",
            help="Cells that everybody knows to be empty: shown as 0.",
            rich_help_panel=_TABLE,
        ),
    ] = None,
    merge: Annotated[
        bool, typer.Option("--merge", help="Show small values together first.", rich_help_panel=_TABLE)
    ] = False,
    ordered: Annotated[
        list[str] | None,
        typer.Option(
            "--ordered",
            metavar="COLUMN[=VALUE,…]",
            help="Of this, merge neighbours only; values in order where they hold no numbers.",
            rich_help_panel=_TABLE,
        ),
    ] = None,
    cost: Annotated[
        str,
        typer.Option(
            "--cost", metavar="value|cells", help="What to withhold as little of.", rich_help_panel=_TABLE
        ),
    ] = "value",
    seconds: Annotated[
        float | None,
        typer.Option(
            "--seconds",
            metavar="S",
            help="How long to look for the cells that cost least to withhold; then comes the audit [default: 60].",
            rich_help_panel=_TABLE,
        ),
    ] = None,
    threshold: Annotated[
        int | None,
        typer.Option("--threshold", metavar="N", help="Fewest persons in a cell.", rich_help_panel=_TABLE),
    ] = None,
    rules: Annotated[
        Path | None,
        typer.Option(
            "--rules",
            metavar="FILE.toml",
            help="Rules that are stricter than the defaults.",
            rich_help_panel=_TABLE,
        ),
    ] = None,
    people: Annotated[
        str,
        typer.Option(
            "--people",
            metavar="NAME",
            help="With --ledger and --person: whose people they are, such as a holding's name.",
            rich_help_panel=_TABLE,
        ),
    ] = "people",
    sought: Annotated[
        list[str] | None,
        typer.Option(
            "--sought",
            metavar="COLUMN",
            help="With --ledger: what nobody outside knows of anybody [default: any column].",
            rich_help_panel=_TABLE,
        ),
    ] = None,
    describe: Annotated[
        str | None,
        typer.Option(
            "--describe",
            metavar="COLUMN",
            help="The mean and percentiles of this, no cells.",
            rich_help_panel=_TABLE,
        ),
    ] = None,
    perturb: Annotated[
        Path | None,
        typer.Option(
            "--perturb",
            metavar="KEYFILE",
            help="Noise that stays the same, not rounding.",
            rich_help_panel=_TABLE,
        ),
    ] = None,
    engine: Annotated[
        str | None,
        typer.Option("--engine", metavar=ENGINES, help="Where rows are added up.", rich_help_panel=_TABLE),
    ] = None,
    spark_master: SparkMaster = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Where to write.", rich_help_panel=_TABLE)
    ] = None,
    ledger: LedgerFolder = None,
    coarsen: Coarsen = False,
    checker: Checker = "",
    evidence: EvidenceFolder = None,
) -> None:
    """Clear what the lab found in a study, or the counts of any table, for leaving."""
    options = TableOptions(
        by=tuple(by or ()),
        also=tuple(also or ()),
        count=count,
        amount=amount,
        costs=costs,
        person=person,
        hierarchies=tuple(hierarchy or ()),
        zeros=tuple(zero or ()),
        merge=merge,
        ordered=tuple(ordered or ()),
        cost=cost,
        seconds=seconds,
        threshold=threshold,
        rules=rules,
        people=people,
        sought=tuple(sought or ()),
        ledger=ledger,
        keys=keys,
        coarsen=coarsen,
        checker=checker,
        evidence=evidence,
        engine=engine,
        spark_master=spark_master,
    )
    elsewhere = "://" in source
    if not elsewhere and source.endswith(".toml"):
        options.require_nothing_but("a study's protocol", "ledger", "coarsen", "evidence")
        _refuse_given("a study's protocol", out=out, describe=describe, perturb=perturb)
        if holdings is None or lab is None:
            raise UsageError("Clearing a study needs --holdings DIR and --lab DIR.")
        _protect_study(Path(source), holdings, lab, keys, ledger, coarsen, checker, evidence)
        return
    _refuse_given("a table", holdings=holdings, lab=lab)
    if out is None:
        raise UsageError("Clearing a table needs --by COLUMN, or --describe COLUMN, and --out DIR.")
    if elsewhere:
        _refuse_given("a table that a cluster reads", describe=describe, perturb=perturb)
    if describe is not None:
        from outcomelab.cli.describe import describe_column

        options.require_nothing_but("--describe", "person", "costs", "threshold", "rules")
        describe_column(Path(source), describe, person, options.held(), costs, out)
    elif perturb is not None:
        from outcomelab.cli.perturb import perturb_any_table

        options.require_nothing_but("--perturb", "by", "person", "threshold", "rules")
        perturb_any_table(Path(source), options.by, person, perturb, options.held(), out)
    else:
        protect_any_table(source, options, out)


def _refuse_given(what: str, **options: object) -> None:
    if given := [name for name, value in options.items() if value is not None]:
        raise UsageError(f"--{given[0]} does not go with {what}.")


def _protect_study(
    study: Path,
    holdings: Path,
    lab: Path,
    keys: Path | None,
    ledger: Path | None,
    coarsen: bool,
    checker: str,
    evidence: Path | None,
) -> None:
    from outcomelab.cli.findings import findings_in
    from outcomelab.disclosure.protect import BY_THE_RULES
    from outcomelab.disclosure.seal import sealed
    from outcomelab.errors import DisclosureRefused
    from outcomelab.hall import stages
    from outcomelab.hall.lab import Lab, holding_hash
    from outcomelab.handovers.refused import Refused
    from outcomelab.holdings.seal import seal_key

    refuse_unwritable(lab)  # what is recorded should also be written
    place, who = Lab.at(holdings, keys, ledger), checker or BY_THE_RULES
    with Narrator(console) as progress:
        question = stages.ask(study, place, dt.date.today(), progress)
        findings, members = findings_in(lab, question, holding_hash(question, place))
        key = seal_key(place.keys)  # before anything is recorded
        output = stages.held_against_ledger(findings, question, members, place, None, who, progress, evidence)
        less = output.coarsening if isinstance(output, Refused) and coarsen else None
        if less is not None and less.frozen is None:
            output = stages.held_against_ledger(findings, question, members, place, less, who, progress, evidence)
    if isinstance(output, Refused):
        raise DisclosureRefused(_refusal(output))
    write_text(lab / "cleared.json", sealed(output, key))
    console.print(f"Cleared; written to {lab / 'cleared.json'}. Make the report with `outcomelab report`.")


def _refusal(refused: Refused) -> str:
    less = refused.coarsening
    if less is None:
        return str(refused)
    how = f"derive again with --cohort-of {less.frozen}" if less.frozen is not None else "add --coarsen"
    return f"{refused} To do so, {how}."
