"""What a custodian does with holdings: add, list, remove."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from outcomelab.cli.app import Holdings, Keys, app, console
from outcomelab.cli.progress import Narrator

holdings_app = typer.Typer(
    help="Register holdings of administrative data, list them, remove them.", no_args_is_help=True
)
app.add_typer(holdings_app, name="holdings")


@holdings_app.command()
def add(
    dictionary: Annotated[Path, typer.Argument(metavar="DICTIONARY.json", help="The holding's data dictionary.")],
    holdings: Holdings,
    keys: Keys = None,
) -> None:
    """Register a holding: its identifiers and its content go into two encrypted stores."""
    from outcomelab.holdings.keys import default_keys
    from outcomelab.holdings.register import add

    with Narrator(console) as progress:
        registered = add(dictionary, holdings, keys or default_keys(holdings), progress)
    console.print(
        f"Registered the holding {registered.name} ({registered.title}), {len(registered.tables)} tables."
    )


@holdings_app.command("list")
def list_(holdings: Holdings) -> None:
    """List the holdings registered."""
    from outcomelab.holdings.opening import registered

    table = Table("Holding", "Title", "Custodian", "Covers", "Tables", box=None)
    for one in registered(holdings):
        covers = f"{one.covers_from:%Y-%m-%d} to {one.covers_to:%Y-%m-%d}"
        table.add_row(one.name, one.title, one.custodian, covers, ", ".join(t.name for t in one.tables))
    console.print(table)


@holdings_app.command()
def remove(
    name: Annotated[str, typer.Argument(help="The holding to remove.")],
    holdings: Holdings,
    keys: Keys = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove a holding: its keys are destroyed first, then its stores."""
    from outcomelab.holdings.keys import default_keys
    from outcomelab.holdings.register import remove

    if not yes:
        typer.confirm(f"Destroy the holding {name} and its keys for good?", abort=True)
    with Narrator(console) as progress:
        remove(holdings, keys or default_keys(holdings), name, progress)
    console.print(f"Removed the holding {name}; its keys are destroyed.")
