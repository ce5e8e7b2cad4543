"""`outcomelab serve`: the whole service, by one command."""

from __future__ import annotations

from typing import Annotated

import typer

from outcomelab.cli.app import app, console
from outcomelab.cli.service import Data


@app.command()
def serve(
    port: Annotated[
        int,
        typer.Option("--port", metavar="N", min=0, max=65_535, help="The port of its pages; 0: any that is free."),
    ] = 8000,
    data: Data = None,
    workers: Annotated[
        int, typer.Option("--workers", metavar="N", min=1, max=64, help="How many do the long work.")
    ] = 1,
    demo: Annotated[
        bool,
        typer.Option("--demo", help="Invented organisations, in ./outcomelab-demo; you sign in as any of them."),
    ] = False,
) -> None:
    """Serve the pages and do the long work, preparing what is not there yet, until stopped."""
    from outcomelab.service.serving.serve import serve as until_stopped

    until_stopped(data, port, workers, demo, _say)


def _say(line: str) -> None:
    console.print(line, soft_wrap=True, markup=False)
    console.file.flush()
