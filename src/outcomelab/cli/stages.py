"""Each stage as a command of its own. What one leaves for the next stays in the lab's folder."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outcomelab.cli.app import (
    Checker,
    Coarsen,
    EvidenceFolder,
    Holdings,
    Keys,
    LabFolder,
    LedgerFolder,
    Out,
    Study,
    app,
    console,
)
from outcomelab.cli.lab_files import (
    read_table,
    read_value,
    write_table,
    write_text,
    write_value,
)
from outcomelab.cli.progress import Narrator
from outcomelab.errors import UsageError

if TYPE_CHECKING:
    from outcomelab.handovers.refused import Refused

MOST_PROBLEMS = 20  # shown on the terminal; all of them go into the table


@app.command("check-cohort")
def check_cohort(
    file: Annotated[Path, typer.Argument(metavar="LIST", help="The participants' list, .csv or .xlsx.")],
    study: Annotated[
        Path | None, typer.Option("--study", metavar="STUDY.toml", help="Check by its cohort rule.")
    ] = None,
    holdings: Annotated[
        Path | None, typer.Option("--holdings", metavar="DIR", help="With --study: check dates by its holding.")
    ] = None,
    problems: Annotated[
        Path | None, typer.Option("--problems", metavar="FILE.csv", help="Write every row problem as a table.")
    ] = None,
) -> None:
    """Check a participants' list and say, row by row, what to mend. Nothing of a person is shown."""
    from outcomelab.cohort.check import check_cohort
    from outcomelab.cohort.problems import problems_csv
    from outcomelab.errors import CohortError
    from outcomelab.holdings.opening import registered
    from outcomelab.protocol.model import CohortRule
    from outcomelab.protocol.read import read, read_against

    rule, covers, dated = CohortRule(), None, True
    if study and holdings:
        protocol, dictionary = read_against(study, registered(holdings))
        rule, covers = protocol.cohort, (dictionary.covers_from, dictionary.covers_to)
        dated = protocol.index.table is not None
    elif study:
        protocol = read(study)
        rule, dated = protocol.cohort, protocol.index.table is not None
    try:
        with Narrator(console) as progress:
            cohort = check_cohort(file, rule, covers, dated, progress)
            for finding in cohort.findings:
                progress("cohort", finding)
    except CohortError as error:
        if problems and error.problems:
            write_text(problems, problems_csv(error.problems))
        raise
    for problem in cohort.problems[:MOST_PROBLEMS]:
        console.print(f"  {problem}", markup=False, soft_wrap=True)
    if len(cohort.problems) > MOST_PROBLEMS:
        console.print(
            f"  … and {len(cohort.problems) - MOST_PROBLEMS} more: write them all with --problems FILE.csv"
        )
    if problems:
        write_text(problems, problems_csv(cohort.problems))


@app.command()
def derive(
    study: Study,
    holdings: Holdings,
    lab: LabFolder,
    keys: Keys = None,
    ledger: LedgerFolder = None,
    kept: Annotated[
        int | None,
        typer.Option("--cohort-of", metavar="NUMBER", help="Keep the cohort as it was in this release."),
    ] = None,
) -> None:
    """Derive index events, covariates and outcomes: writes the analysis table into the lab's folder."""
    from outcomelab.hall import stages
    from outcomelab.hall.lab import Lab
    from outcomelab.handovers.flow import FlowStep
    from outcomelab.handovers.linkage import HeldGroup

    place = Lab.at(holdings, keys, ledger)
    crosswalk, dates = read_table(lab / "crosswalk.parquet", "link"), read_table(lab / "dates.parquet", "link")
    expected = read_table(lab / "expected.parquet", "link")
    with Narrator(console) as progress:
        question = stages.ask(study, place, dt.date.today(), progress)
        derived = stages.derived_outcomes(question, crosswalk, dates, place, progress, kept)
        held = stages.held_groups(question, crosswalk, expected, place)
    write_table(lab / "analysis.parquet", derived.table)
    if derived.membership is not None:
        write_table(lab / "members.parquet", derived.membership)
    write_value(lab / "eligible.json", FlowStep, derived.flow)
    write_value(lab / "held.json", tuple[HeldGroup, ...], held)
    console.print(f"{derived.flow.count} eligible participants, {derived.pool:,} in the pool; written to {lab}.")


@app.command()
def protect(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="STUDY.toml|TABLE", help="A study's protocol, or any table of people (.csv, .parquet)."
        ),
    ],
    holdings: Annotated[
        Path | None, typer.Option("--holdings", metavar="DIR", help="For a study: the holdings.")
    ] = None,
    lab: Annotated[
        Path | None, typer.Option("--lab", metavar="DIR", help="For a study: the lab's own folder.")
    ] = None,
    keys: Keys = None,
    by: Annotated[
        list[str] | None, typer.Option("--by", metavar="COLUMN", help="For a table: count by this.")
    ] = None,
    count: Annotated[
        str | None,
        typer.Option("--count", metavar="COLUMN", help="For a table: how many persons a row stands for."),
    ] = None,
    amount: Annotated[
        str | None,
        typer.Option("--sum", metavar="COLUMN", help="For a table: sum this; each row is one contributor’s."),
    ] = None,
    hierarchy: Annotated[
        list[str] | None,
        typer.Option("--hierarchy", metavar="COLUMN=FILE", help="For a table: child and parent of its codes."),
    ] = None,
    cost: Annotated[
        str, typer.Option("--cost", metavar="value|cells", help="For a table: what to withhold as little of.")
    ] = "value",
    threshold: Annotated[
        int, typer.Option("--threshold", min=10, help="For a table: fewest persons in a cell.")
    ] = 10,
    describe: Annotated[
        str | None,
        typer.Option(
            "--describe", metavar="COLUMN", help="For a table: the mean and percentiles of this, no cells."
        ),
    ] = None,
    person: Annotated[
        str | None,
        typer.Option("--person", metavar="COLUMN", help="With --describe or --perturb: whose each row is."),
    ] = None,
    costs: Annotated[bool, typer.Option("--costs", help="With --describe: an amount of money.")] = False,
    perturb: Annotated[
        Path | None,
        typer.Option("--perturb", metavar="KEYFILE", help="For a table: noise that stays the same, not rounding."),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="For a table: where to write.")] = None,
    ledger: LedgerFolder = None,
    coarsen: Coarsen = False,
    checker: Checker = "",
    evidence: EvidenceFolder = None,
) -> None:
    """Clear what the lab found in a study, or the counts of any table, for leaving."""
    if source.suffix == ".toml":
        if holdings is None or lab is None:
            raise UsageError("Clearing a study needs --holdings DIR and --lab DIR.")
        _protect_study(source, holdings, lab, keys, ledger, coarsen, checker, evidence)
    else:
        if out is None:
            raise UsageError("Clearing a table needs --by COLUMN, or --describe COLUMN, and --out DIR.")
        if describe is not None:
            if by or count or amount or hierarchy or evidence or perturb:
                raise UsageError("Either count a table, with --by, or describe a column of it, with --describe.")
            from outcomelab.cli.describe import describe_column

            describe_column(source, describe, person, threshold, costs, out)
            return
        if perturb is not None:
            if count or amount or hierarchy or evidence:
                raise UsageError("With --perturb a table is counted by --by and --person and nothing else.")
            from outcomelab.cli.perturb import perturb_any_table

            perturb_any_table(source, tuple(by or ()), person, perturb, threshold, out)
            return
        if person is not None:
            raise UsageError("--person goes with --describe or --perturb; counting by --by, a row is a person.")
        from outcomelab.cli.tables import Counting, protect_any_table

        counting = Counting(tuple(by or ()), count, amount, tuple(hierarchy or ()), cost, threshold)
        protect_any_table(source, counting, out, evidence)


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
    from outcomelab.disclosure.protect import BY_THE_RULES
    from outcomelab.disclosure.seal import sealed
    from outcomelab.errors import DisclosureRefused
    from outcomelab.hall import stages
    from outcomelab.hall.lab import Lab
    from outcomelab.handovers.flow import FlowStep
    from outcomelab.handovers.impact import ImpactResult
    from outcomelab.handovers.linkage import HeldGroup, LinkageReport
    from outcomelab.handovers.refused import Refused
    from outcomelab.holdings.seal import seal_key

    place, who = Lab.at(holdings, keys, ledger), checker or BY_THE_RULES
    with Narrator(console) as progress:
        question = stages.ask(study, place, dt.date.today(), progress)
        held = read_value(lab / "held.json", tuple[HeldGroup, ...], "derive")
        findings = stages.found(
            question,
            read_value(lab / "cohort.json", tuple[FlowStep, ...], "link"),
            replace(read_value(lab / "linkage.json", LinkageReport, "link"), held=held),
            read_value(lab / "eligible.json", FlowStep, "derive"),
            read_value(lab / "found.json", ImpactResult, "evaluate"),
        )
        members = read_table(lab / "members.parquet", "derive")
        output = stages.held_against_ledger(findings, question, members, place, None, who, progress, evidence)
        less = output.coarsening if isinstance(output, Refused) and coarsen else None
        if less is not None and less.frozen is None:
            output = stages.held_against_ledger(findings, question, members, place, less, who, progress, evidence)
    if isinstance(output, Refused):
        raise DisclosureRefused(_refusal(output))
    write_text(lab / "cleared.json", sealed(output, seal_key(place.keys)))
    console.print(f"Cleared; written to {lab / 'cleared.json'}. Make the report with `outcomelab report`.")


def _refusal(refused: Refused) -> str:
    less = refused.coarsening
    if less is None:
        return str(refused)
    how = f"derive again with --cohort-of {less.frozen}" if less.frozen is not None else "add --coarsen"
    return f"{refused} To do so, {how}."


@app.command()
def report(
    cleared: Annotated[Path, typer.Argument(metavar="CLEARED.json", help="What `outcomelab protect` wrote.")],
    holdings: Holdings,
    out: Out,
    keys: Keys = None,
) -> None:
    """Write the report and the open data from cleared figures."""
    from outcomelab import pipeline
    from outcomelab.disclosure.seal import unsealed
    from outcomelab.hall.lab import Lab
    from outcomelab.holdings.seal import seal_key

    output = unsealed(cleared, seal_key(Lab.at(holdings, keys).keys))
    release = pipeline.Release(output)
    with Narrator(console) as progress:
        progress("report", "writing the report")
        written = release.write(out)
    console.print(f"\n{release.headline} Report: {written.html}", soft_wrap=True)
