"""The page with which a provider encodes a list in the browser, without installing anything."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from outcomelab.cli.app import app, console


@app.command("encode-page")
def encode_page(
    out: Annotated[Path, typer.Option("--out", metavar="FILE.html", help="Where to write the page.")],
    project: Annotated[
        str, typer.Option("--project", metavar="NAME", help="Take this project's key only [default: any].")
    ] = "",
    hardening: Annotated[
        str, typer.Option("--hardening", metavar="plain|diffused-5", help="How the name filter is hardened.")
    ] = "plain",
) -> None:
    """Write a web page that encodes a list of participants on the provider's own computer, with no network."""
    from outcomelab.encode_page.write import write_page

    write_page(out, project, hardening)
    console.print(
        f"Written to {out}, to be opened in a current Chrome or Edge. Give it to the provider; the key goes "
        "another way.",
        soft_wrap=True,
    )
