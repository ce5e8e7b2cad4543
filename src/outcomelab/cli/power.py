"""`outcomelab power`: before the data, what a study could see and how many participants it would take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from outcomelab.cli.app import app, console
from outcomelab.cli.lab_files import write_value
from outcomelab.errors import UsageError


@app.command()
def power(
    participants: Annotated[
        int | None, typer.Option("--participants", help="How many took or will take part.")
    ] = None,
    rate: Annotated[
        str | None, typer.Option("--rate", metavar="SHARE", help="Have the outcome anyway: 35% or 0.35.")
    ] = None,
    mean: Annotated[float | None, typer.Option("--mean", help="Or: the average of an amount anyway.")] = None,
    sd: Annotated[float | None, typer.Option("--sd", help="With --mean: its standard deviation.")] = None,
    events: Annotated[float | None, typer.Option("--events", help="Or: events a person anyway.")] = None,
    dispersion: Annotated[
        float, typer.Option("--dispersion", help="With --events: k, where the variance is μ + kμ².")
    ] = 0.0,
    pool: Annotated[int | None, typer.Option("--pool", help="How many people they can be compared with.")] = None,
    ratio: Annotated[
        float | None, typer.Option("--ratio", help="Or: people for each participant. 1 if neither is given.")
    ] = None,
    effect: Annotated[
        str | None,
        typer.Option(
            "--effect", metavar="DIFFERENCE", help="A difference to be seen: -8% or -0.08, or in the unit."
        ),
    ] = None,
    alpha: Annotated[float, typer.Option("--alpha", help="Chance of a false alarm.")] = 0.05,
    chance: Annotated[float, typer.Option("--power", help="Chance to see the difference.")] = 0.8,
    match_rate: Annotated[float, typer.Option("--match-rate", help="Share found and matched.")] = 1.0,
    design_effect: Annotated[
        float, typer.Option("--design-effect", help="People in the comparison group over its effective size.")
    ] = 1.0,
    links_right: Annotated[float, typer.Option("--links-right", help="Share of links that are right.")] = 1.0,
    json: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Also write the figures.")] = None,
) -> None:
    """Say which difference a study could see, and how many participants a given one would take. Reads no data."""
    from outcomelab.handovers.power import PowerResult
    from outcomelab.impact.power.power import power
    from outcomelab.impact.power.words import HEADINGS, columns, sentences

    result = power(
        participants,
        rate=None if rate is None else _share(rate, "--rate"),
        mean=mean,
        sd=sd,
        events=events,
        dispersion=dispersion,
        pool=pool,
        ratio=ratio,
        effect=None if effect is None else _share(effect, "--effect"),
        alpha=alpha,
        power=chance,
        match_rate=match_rate,
        design_effect=design_effect,
        links_right=links_right,
    )
    for sentence in sentences(result):
        console.print(sentence, markup=False, soft_wrap=True)
    if result.seen:
        table = Table(*HEADINGS, box=None)
        for row in columns(result):
            table.add_row(*row)
        console.print(table)
    if json:
        write_value(json, PowerResult, result)


def _share(words: str, option: str) -> float:
    """A number, or one in per cent."""
    number = words.strip().replace("−", "-")
    try:
        return float(number.removesuffix("%")) / (100 if number.endswith("%") else 1)
    except ValueError:
        raise UsageError(f"{option} is a number, such as 0.35 or 35%.") from None
