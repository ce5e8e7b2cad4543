"""Made-up data of a holding, on disk."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from outcomelab.cli.app import Holdings, Keys, app, console
from outcomelab.cli.progress import Narrator


class Known(StrEnum):
    """What made-up data may be made like."""

    dictionary = "dictionary"
    ranges = "ranges"


@app.command()
def dummy(
    holding: Annotated[str, typer.Argument(metavar="HOLDING", help="The holding's name.")],
    holdings: Holdings,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="A new folder for it.")],
    known: Annotated[
        Known,
        typer.Option(
            "--known",
            help="`ranges`: rounded ranges and missing shares too, which needs the content's key; `dictionary`: "
            "only what the dictionary says.",
        ),
    ] = Known.ranges,
    study: Annotated[
        Path | None,
        typer.Option(
            "--study", metavar="STUDY.toml", help="Give the data the dates and values that this protocol asks for."
        ),
    ] = None,
    persons: Annotated[int, typer.Option("--persons", min=1, help="How many people.")] = 10_000,
    participants: Annotated[int, typer.Option("--participants", min=1, help="How many on the list.")] = 200,
    seed: Annotated[int, typer.Option("--seed", min=0, help="The same seed gives the same data.")] = 1,
    keys: Keys = None,
) -> None:
    """Make up data with a holding's dictionary, so that a protocol can be written and tried without the real
    ones."""
    from outcomelab.disclosure.profile import protect_profile
    from outcomelab.dummy.make import dummy as made
    from outcomelab.dummy.measure import measured
    from outcomelab.holdings.content import open_content
    from outcomelab.holdings.keys import default_keys
    from outcomelab.holdings.opening import read
    from outcomelab.protocol.read import read as read_protocol
    from outcomelab.protocol.rules import DisclosureRules

    with Narrator(console) as progress:
        dictionary, profile = read(holdings, holding), None
        protocol = read_protocol(study, dictionary) if study else None
        if known is Known.ranges:
            progress("dummy", "measuring ranges and missing shares")
            store = open_content(holdings, keys or default_keys(holdings), holding)
            profile = protect_profile(measured(store, dictionary), DisclosureRules())
        listed = made(
            dictionary,
            profile,
            out,
            persons=persons,
            participants=participants,
            protocol=protocol,
            seed=seed,
            progress=progress,
        )
    people = "1 person" if persons == 1 else f"{persons:,} people"
    console.print(f"Made-up data of {people}, with the dictionary of {holding}; written to {out}.")
    if listed < participants:
        console.print(
            f"Only {listed:,} are on the list, of {participants:,} asked for: nobody else who was made up can be "
            "on it (where a holding has events, everybody listed has one). Raise --persons.",
            soft_wrap=True,
        )
    console.print(f"Register them as any other: outcomelab holdings add {out / holding}.json", soft_wrap=True)
