"""`outcomelab selftest`: the lab attacks its own releases, and says how far each attack came."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from outcomelab.cli.app import app, console
from outcomelab.cli.lab_files import lab_folder, refuse_unwritable, write_value
from outcomelab.cli.progress import Narrator
from outcomelab.errors import DisclosureRefused

if TYPE_CHECKING:
    from outcomelab.handovers.selftest import Attempt

FILE = "selftest.json"


@app.command()
def selftest(
    whole: Annotated[bool, typer.Option("--whole", help="Every size, and the demo’s studies.")] = False,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Also write selftest.json.")] = None,
) -> None:
    """Attack what the lab releases, of invented people, and say how far each attack came."""
    from outcomelab.attacks.releases.selftest import selftest as attacked
    from outcomelab.handovers.selftest import Attempt

    if out:
        refuse_unwritable(out)
    with Narrator(console) as progress:
        attempts = attacked(whole=whole, progress=progress)
        if whole:
            from outcomelab.demo.attacked import attacked as demo_attacked

            attempts += demo_attacked(progress)
    console.print(_table(attempts))
    if out:
        write_value(lab_folder(out) / FILE, tuple[Attempt, ...], attempts)
    failed = [attempt for attempt in attempts if not attempt.holds]
    if failed:
        raise DisclosureRefused(
            f"{len(failed)} of {len(attempts)} attacks came further than they may. Release nothing before that is "
            "mended."
        )
    console.print(f"All {len(attempts)} attacks failed: none came further than its limit.")


def _table(attempts: tuple[Attempt, ...]) -> Table:
    table = Table("success", "guess", "limit", "", "attack, on what was released, and what is counted in per cent")
    for place in (0, 1, 2):
        table.columns[place].justify = "right"
    told = ("", "")
    for one in attempts:
        if told != (one.attack.name, one.released):
            told = (one.attack.name, one.released)
            table.add_section()
            table.add_row("", "", "", "", f"[bold]{one.attack.name}[/bold]: {one.released}")
        figures = (f"{value:.1f}" for value in (one.success, one.guess, one.limit))
        table.add_row(*figures, "holds" if one.holds else "SUCCEEDS", one.measure)
    return table
