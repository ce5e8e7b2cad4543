"""`outcomelab link-attack`: how much of an encoding could be read back, tried on a list of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from outcomelab.cli.app import app, console
from outcomelab.cli.progress import Narrator


@app.command("link-attack")
def link_attack(
    people: Annotated[
        Path,
        typer.Argument(metavar="LIST", help="A list of people in the clear, your own (.csv, .xlsx, .parquet)."),
    ],
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE.json", help="Write every figure.")] = None,
    columns: Annotated[
        Path | None, typer.Option("--columns", metavar="FILE.toml", help="Which column is what.")
    ] = None,
    hardening: Annotated[
        list[str] | None, typer.Option("--hardening", metavar="NAME", help="Attack this only. Repeatable.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="Which people are drawn.")] = 20261,
) -> None:
    """Encode a list with a key that is thrown away, attack it, and say which hardening fits which trust."""
    from outcomelab.attacks.encodings.attack import KNOWS, attack
    from outcomelab.attacks.encodings.words import advice, in_words
    from outcomelab.cli.lab_files import refuse_unwritable_file, write_value
    from outcomelab.encoding.encode import check_hardening
    from outcomelab.handovers.attacks import Attacks
    from outcomelab.handovers.encoded import HARDENINGS
    from outcomelab.people.mapping import read_columns_file
    from outcomelab.people.read import read_people

    for name in hardening or ():
        check_hardening(name)
    if out:
        refuse_unwritable_file(out)
    with Narrator(console) as progress:
        listed = read_people(
            people, read_columns_file(columns).left if columns else None, progress=progress, called="the list"
        )
        told = tuple(
            attack(listed.identifiers, each, knows, seed, progress)
            for each in hardening or HARDENINGS
            for knows in KNOWS
        )
    for each in told:
        for line in in_words(each):
            console.print(line, markup=False, soft_wrap=True)
    for line in advice(told):
        console.print(f"• {line}", markup=False, soft_wrap=True)
    if out:
        write_value(out, tuple[Attacks, ...], told)
