"""`outcomelab headline`: one statistic with differential privacy, paid for in the ledger."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from outcomelab.cli.app import Checker, Holdings, Keys, LabFolder, LedgerFolder, Out, app, console
from outcomelab.cli.progress import Narrator


@app.command()
def headline(
    study: Annotated[Path, typer.Argument(metavar="STUDY.toml", help="The study's protocol.")],
    holdings: Holdings,
    lab: LabFolder,
    out: Out,
    outcome: Annotated[str, typer.Option("--outcome", metavar="NAME", help="An outcome of the kind `any`.")],
    rho: Annotated[
        float,
        typer.Option(
            "--rho", metavar="RHO", help="What it may cost each participant, of the budget of a year (zCDP)."
        ),
    ] = 0.05,
    keys: Keys = None,
    ledger: LedgerFolder = None,
    checker: Checker = "",
) -> None:
    """Release one share with noise (differential privacy), after `outcomelab evaluate`."""
    from outcomelab.cli.findings import findings_in
    from outcomelab.cli.lab_files import refuse_unwritable
    from outcomelab.disclosure.privacy.headline import protect_headline
    from outcomelab.disclosure.privacy.noise import refuse_without
    from outcomelab.disclosure.protect import BY_THE_RULES
    from outcomelab.errors import DisclosureRefused
    from outcomelab.hall import stages
    from outcomelab.hall.lab import Lab, holding_hash, lab_ledger
    from outcomelab.handovers.refused import Refused
    from outcomelab.reports.headline import sentence, write_headline

    refuse_without()
    refuse_unwritable(out)  # what is paid for should also be written
    place = Lab.at(holdings, keys, ledger)
    with Narrator(console) as progress:
        question = stages.ask(study, place, dt.date.today(), progress)
        findings, members = findings_in(lab, question, holding_hash(question, place))
        who = checker or BY_THE_RULES
        output = protect_headline(findings, question.protocol, lab_ledger(place), members, outcome, rho, who)
    if isinstance(output, Refused):
        raise DisclosureRefused(str(output))
    write_headline(output, out)
    paid = "asked before, so nothing was paid" if output.figures.again else f"{output.figures.rho:g} paid"
    console.print(f"{sentence(output.figures)} Written to {out}; {paid}.", markup=False, soft_wrap=True)
