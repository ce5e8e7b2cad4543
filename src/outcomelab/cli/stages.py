"""Each stage as a command of its own. What one leaves for the next stays in the lab's folder."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from outcomelab.cli.app import (
    Holdings,
    Keys,
    LabFolder,
    Languages,
    LedgerFolder,
    Out,
    SparkMaster,
    Study,
    app,
    console,
)
from outcomelab.cli.lab_files import (
    read_table,
    refuse_unwritable,
    write_text,
)
from outcomelab.cli.left import ANALYSIS, leave, require
from outcomelab.cli.progress import Narrator
from outcomelab.handovers.as_json import as_json

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
    spark_master: SparkMaster = None,
) -> None:
    """Derive index events, covariates and outcomes: writes the analysis table into the lab's folder."""
    from outcomelab.hall import stages
    from outcomelab.hall.lab import Lab, holding_hash, unchanged
    from outcomelab.handovers.flow import FlowStep
    from outcomelab.handovers.linkage import HeldGroup
    from outcomelab.protocol.fix import sha256

    refuse_unwritable(lab)
    place = Lab.at(holdings, keys, ledger, spark_master)
    with Narrator(console) as progress:
        question = stages.ask(study, place, dt.date.today(), progress)
        protocol = sha256(question.protocol)
        read = require(lab, protocol, "link", holding=holding_hash(question, place))
        crosswalk, dates, expected = (
            read_table(lab / f"{name}.parquet", "link") for name in ("crosswalk", "dates", "expected")
        )
        derived = stages.derived_outcomes(question, crosswalk, dates, place, progress, kept)
        held = stages.held_groups(question, crosswalk, expected, place)
        unchanged(question, place)
    members = {} if derived.membership is None else {"members.parquet": derived.membership}
    texts = {
        "eligible.json": as_json(FlowStep, derived.flow),
        "held.json": as_json(tuple[HeldGroup, ...], held),
    }
    leave(lab, "derive", protocol, read, {ANALYSIS: derived.table, **members}, texts)
    console.print(f"{derived.flow.count} eligible participants, {derived.pool:,} in the pool; written to {lab}.")


@app.command()
def report(
    cleared: Annotated[Path, typer.Argument(metavar="CLEARED.json", help="What `outcomelab protect` wrote.")],
    holdings: Holdings,
    out: Out,
    keys: Keys = None,
    language: Languages = None,
) -> None:
    """Write the report and the open data from cleared figures."""
    from outcomelab import pipeline
    from outcomelab.disclosure.seal import unsealed
    from outcomelab.hall.lab import Lab
    from outcomelab.holdings.seal import existing_seal_key
    from outcomelab.reports.language import require_known

    languages = require_known(language or ["en"])
    output = unsealed(cleared, existing_seal_key(Lab.at(holdings, keys).keys))
    release = pipeline.Release(output)
    with Narrator(console) as progress:
        progress("report", "writing the report")
        written = release.write(out, languages)
    console.print(f"\n{release.headline} Report: {written.html}", soft_wrap=True)
