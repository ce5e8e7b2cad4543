"""A simulated world, on disk."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from outcomelab.cli.app import app, console
from outcomelab.cli.progress import Narrator
from outcomelab.errors import UsageError


@app.command()
def simulate(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="A new folder for the world.")],
    settings: Annotated[
        Path | None, typer.Option("--settings", metavar="FILE.toml", help="Rates, effects and dates.")
    ] = None,
    persons: Annotated[
        int | None, typer.Option("--persons", min=1, max=200_000_000, help="How many people there are.")
    ] = None,
    participants: Annotated[
        int | None,
        typer.Option("--participants", min=0, max=1_000_000, help="How many take part in the (first) programme."),
    ] = None,
    seed: Annotated[int | None, typer.Option("--seed", min=0, help="The same seed gives the same world.")] = None,
) -> None:
    """Make up a population, what ministries record of it, and a programme's list, or several; the truth goes into
    a folder of its own."""
    try:
        from outcomelab.simulate.settings import Simulation, read_settings
        from outcomelab.simulate.world import simulate as made
    except ImportError:
        raise UsageError(
            "The lists of names are not installed. Install them with: pip install 'outcomelab[demo]'"
        ) from None

    world = read_settings(settings) if settings else Simulation()
    asked = {"persons": persons, "seed": seed}
    update: dict[str, object] = {name: value for name, value in asked.items() if value is not None}
    if participants is not None:
        update["programme"] = world.programme.model_copy(update={"participants": participants})
    world = world.model_copy(update=update)
    with Narrator(console) as progress:
        written = made(world, out, progress)
    people = "1 person" if written.persons == 1 else f"{written.persons:,} persons"
    console.print(f"{people} with {written.events:,} events; written to {out}.")
    wanted = sum(programme.participants for programme in world.every_programme.values())
    if written.participants < wanted:
        take = "takes" if written.participants == 1 else "take"
        console.print(
            f"Only {written.participants:,} {take} part, of {wanted:,} asked for: not more were released from "
            "custody between index_from and index_to. Raise persons or offenders.",
            soft_wrap=True,
        )
    console.print(f"The truth is in {out / 'truth'}, which no stage reads.", soft_wrap=True)
