"""`outcomelab service`: its database prepared, and its worker."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from outcomelab.cli.app import app, console

service_app = typer.Typer(name="service", help="The service: its database and its worker.", no_args_is_help=True)
app.add_typer(service_app)

Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="DIR",
        envvar="OUTCOMELAB_DATA",
        help="Where the service keeps everything [default: ./outcomelab-data].",
    ),
]


@service_app.callback()
def _service() -> None:
    """The service: its database and its worker."""


@service_app.command()
def prepare(data: Data = None) -> None:
    """Make the folders, the keys and the database, or bring the database to this version of the service."""
    from outcomelab.service import starting

    starting.start(data)
    changes = starting.prepare()
    said = f"{changes} changes made to the database" if changes else "the database was prepared already"
    console.print(f"The service can be started: {said}.", soft_wrap=True)
    if (code := starting.set_up_code()) is not None:
        console.print(f"Whoever sets the lab up is asked for this code: {code}", soft_wrap=True)


@service_app.command()
def check(data: Data = None) -> None:
    """Check the settings: whether the service may be started with them, and what Django would have otherwise."""
    from outcomelab.service import starting

    starting.start(data)
    starting.refuse_unfit()
    console.print("The service can be started with these settings.", soft_wrap=True)


@service_app.command()
def work(data: Data = None) -> None:
    """Do the long work that is asked for, until told to stop; several may run, also on other machines."""
    from outcomelab.service import starting

    starting.start(data)
    starting.refuse_unprepared()
    from outcomelab.service.jobs.worker import work_until_told

    console.print("The worker is at work. Stop it with Ctrl+C; what it has begun it ends first.", soft_wrap=True)
    work_until_told()
