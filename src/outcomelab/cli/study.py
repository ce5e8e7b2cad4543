"""The main job, and what a provider and an analyst need before it: a template and a first protocol."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from outcomelab.cli.app import (
    Checker,
    ClericalFile,
    Coarsen,
    CohortFile,
    EvidenceFolder,
    Holdings,
    Keys,
    Languages,
    LedgerFolder,
    Out,
    SparkMaster,
    Study,
    app,
    console,
)
from outcomelab.cli.lab_files import read_clerical, refuse_unwritable, write_text
from outcomelab.cli.progress import Narrator
from outcomelab.errors import UsageError


class Measures(StrEnum):
    """Ready-made sets of outcomes."""

    REOFFENDING = "reoffending"


@app.command()
def run(
    study: Study,
    cohort: CohortFile,
    holdings: Holdings,
    out: Out,
    keys: Keys = None,
    clerical: ClericalFile = None,
    ledger: LedgerFolder = None,
    coarsen: Coarsen = False,
    checker: Checker = "",
    spark_master: SparkMaster = None,
    evidence: EvidenceFolder = None,
    language: Languages = None,
) -> None:
    """Answer a study, from the participants' list to the report."""
    from outcomelab import pipeline
    from outcomelab.checking.write import refuse_beside_release
    from outcomelab.disclosure.protect import BY_THE_RULES
    from outcomelab.reports.language import require_known

    if evidence is not None:
        refuse_beside_release(evidence, out)
    refuse_unwritable(out)  # what is recorded should also be written
    reviewed = read_clerical(clerical)
    with Narrator(console) as progress:
        release = pipeline.run(
            study,
            cohort,
            holdings,
            keys=keys,
            ledger=ledger,
            coarsen=coarsen,
            checked_by=checker or BY_THE_RULES,
            clerical=reviewed,
            spark=spark_master,
            evidence=evidence,
            out=out,
            languages=require_known(language or ["en"]),
            progress=progress,
        )
    console.print(f"\n{release.headline} Report: {out / 'report.html'}", soft_wrap=True)


@app.command()
def template(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="The file to write, .xlsx or .csv.")],
) -> None:
    """Write an empty participants' list with instructions, for a provider to fill in."""
    from outcomelab.cohort.template import write_template

    write_template(file)
    console.print(f"Wrote {file}. Fill in one row a participant; the instructions are inside.")


@app.command("new-study")
def new_study(
    holding: Annotated[str, typer.Argument(help="The holding the study will run on.")],
    holdings: Holdings,
    out: Annotated[Path, typer.Option("--out", metavar="STUDY.toml", help="The protocol to write.")],
    measures: Annotated[
        Measures | None, typer.Option(help="A ready-made set of outcomes: the Justice Data Lab's of reoffending.")
    ] = None,
) -> None:
    """Write a first protocol, with comments, from a holding's dictionary."""
    from outcomelab.holdings.opening import read
    from outcomelab.protocol.template import Drafted, new_measures, new_study

    if out.exists():
        raise UsageError(f"{out} exists already. Name another file, so that no protocol is lost.")
    dictionary = read(holdings, holding)
    drafted = new_measures(dictionary) if measures else Drafted(new_study(dictionary), ())
    write_text(out, drafted.text)
    for sentence in drafted.missing:
        console.print(sentence, soft_wrap=True)
    console.print(f"Wrote {out}. Read it from the top; what is in quotation marks is yours to change.")
