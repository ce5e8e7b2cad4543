"""`outcomelab review`: people look at pairs of records, blind to what the program made of them."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Annotated

import typer

from outcomelab.cli.app import CohortFile, Holdings, Keys, Study, app, console
from outcomelab.cli.lab_files import write_value
from outcomelab.cli.progress import Narrator
from outcomelab.errors import UsageError

review_app = typer.Typer(
    help="Draw pairs of records, look at them, and put the answers together.", no_args_is_help=True
)
app.add_typer(review_app, name="review")

Review = Annotated[Path, typer.Argument(metavar="FILE", help="The review, as `outcomelab review draw` wrote it.")]
Role = Annotated[
    Path,
    typer.Option(
        "--role", metavar="KEY", envvar="OUTCOMELAB_ROLE", help="The linker's key: `review role` makes it."
    ),
]


@review_app.command()
def role(file: Annotated[Path, typer.Argument(metavar="KEY", help="The key file to write.")]) -> None:
    """Make the linker's key: whoever has it may look at the records drawn for review."""
    from outcomelab.holdings.linker import make_role

    make_role(file)
    console.print(f"Wrote {file}. Give it to those who may review, and to nobody else.", soft_wrap=True)


@review_app.command()
def draw(
    study: Study,
    cohort: CohortFile,
    holdings: Holdings,
    role: Role,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The review to write, encrypted.")],
    pairs: Annotated[int, typer.Option("--pairs", help="How many pairs to draw, about.")] = 200,
    seed: Annotated[
        int, typer.Option("--seed", min=0, help="Which random draw: the same again for the same.")
    ] = 1,
    keys: Keys = None,
) -> None:
    """Link a study's participants again and draw pairs for people to look at, most of them near the threshold."""
    from outcomelab.hall import stages
    from outcomelab.hall.lab import Lab
    from outcomelab.holdings.linker import design_key, role_key
    from outcomelab.linkage.review.file import refuse_existing, write_review

    lab, key = Lab.at(holdings, keys), role_key(role)
    refuse_existing(out)
    with Narrator(console) as progress:
        question = stages.ask(study, lab, dt.date.today(), progress)
        people = stages.checked(question, cohort, progress)
        drawn = stages.drawn_for_review(question, people, lab, pairs, seed, progress)
        write_review(drawn, out, key, design_key(lab.keys, question.dictionary.name))
    told = f"Drew {drawn.pairs.num_rows} pairs into {out}. Two people now answer: outcomelab review answer {out}"
    console.print(told, soft_wrap=True)


@review_app.command()
def answer(
    file: Review,
    reviewer: Annotated[str, typer.Option("--reviewer", metavar="NAME", help="Who is answering.")],
    role: Role,
) -> None:
    """Look at one pair at a time and say whether both records are of one person. Every answer is kept at once."""
    from outcomelab.cli.sitting import sit
    from outcomelab.holdings.linker import role_key

    key = role_key(role)
    if not sys.stdout.isatty():
        raise UsageError("Records are shown on a terminal and written nowhere else: do not redirect this command.")
    done, pairs = sit(file, key, reviewer, console)
    console.print(f"{done} of {pairs} answered." + ("" if done == pairs else " Run the command again to go on."))


@review_app.command()
def agree(
    file: Review,
    study: Annotated[Path, typer.Option("--study", metavar="STUDY.toml", help="The study it was drawn for.")],
    holdings: Holdings,
    role: Role,
    out: Annotated[Path, typer.Option("--out", metavar="FILE.json", help="What was found, for --clerical.")],
    keys: Keys = None,
) -> None:
    """Say how far two reviewers agree, and what their answers say of the links."""
    from outcomelab.hall.lab import Lab
    from outcomelab.handovers.linkage import Clerical
    from outcomelab.holdings.linker import design_key, role_key
    from outcomelab.linkage.review.agree import agree
    from outcomelab.protocol.read import read

    lab = Lab.at(holdings, keys)
    found = agree(file, role_key(role), design_key(lab.keys, read(study).holding.name))
    write_value(out, Clerical, found)
    console.print(f"Both gave the same answer on {found.agreement:.0%} of {found.pairs} pairs.")
    if found.kappa is not None:
        console.print(f"Cohen's kappa {_interval(found.kappa, '.2f')}.")
    if found.precision is not None:
        console.print(f"Links that join the right person: {_interval(found.precision, '.1%')}.")
    if found.missed is not None:
        console.print(f"Matches missed among the pairs compared: {_interval(found.missed, '.0f')}.")
    if found.unsure:
        console.print(f"{found.unsure} pairs are not settled; a third reviewer can look at those that differ.")
    console.print(f"Written to {out}. Link with --clerical {out} to take it up.", soft_wrap=True)


def _interval(figures: tuple[float, float, float], form: str) -> str:
    best, low, high = (format(figure, form) for figure in figures)
    return f"{best} (95% interval {low} to {high})"
