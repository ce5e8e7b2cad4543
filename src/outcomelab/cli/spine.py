"""What a lab does with its spine: build it, look at it, give a project its pseudonyms, forget a project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from outcomelab.cli.app import Holdings, Keys, app, console
from outcomelab.cli.progress import Narrator

if TYPE_CHECKING:
    from outcomelab.handovers.spine import SpineStatus

spine_app = typer.Typer(
    help="Link all holdings to one list of persons, and give each project pseudonyms of its own.",
    no_args_is_help=True,
)
app.add_typer(spine_app, name="spine")

Project = Annotated[str, typer.Option("--project", metavar="NAME", help="The project's name.")]


@spine_app.command()
def build(holdings: Holdings, keys: Keys = None) -> None:
    """Link every holding that is new, or registered anew, to the spine. Persons keep their keys."""
    from outcomelab import spine
    from outcomelab.holdings.keys import default_keys

    with Narrator(console) as progress:
        _show(spine.build(holdings, keys or default_keys(holdings), progress=progress))


@spine_app.command()
def status(holdings: Holdings) -> None:
    """Say who is on the spine, in numbers. Opens no store and needs no key."""
    from outcomelab.holdings.spine.opening import status

    _show(status(holdings))


@spine_app.command()
def pseudonyms(
    project: Project,
    holding: Annotated[str, typer.Option("--holding", metavar="NAME", help="Whose persons.")],
    holdings: Holdings,
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE.parquet", help="Where to write them, in the lab's folder.")
    ],
    keys: Keys = None,
) -> None:
    """Write a holding's person keys with their pseudonyms in a project. The file stays in the lab."""
    from outcomelab.cli.lab_files import lab_folder, write_table
    from outcomelab.holdings.keys import default_keys
    from outcomelab.holdings.spine.pseudonyms import pseudonyms

    table = pseudonyms(holdings, keys or default_keys(holdings), project, holding)
    lab_folder(out.parent)
    write_table(out, table)
    console.print(f"Wrote the pseudonyms of {table.num_rows:,} records of {holding} for {project} to {out}.")


@spine_app.command()
def forget(
    project: Project,
    holdings: Holdings,
    keys: Keys = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Destroy a project's key: its pseudonyms can never be made again, nor traced back to anybody."""
    from outcomelab.holdings.keys import default_keys
    from outcomelab.holdings.spine.pseudonyms import forget

    if not yes:
        typer.confirm(f"Destroy the key of the project {project} for good?", abort=True)
    forget(keys or default_keys(holdings), project)
    console.print(f"Forgot the project {project}; its key is destroyed.")


def _show(status: SpineStatus) -> None:
    held = len(status.holdings)
    console.print(f"{status.persons:,} persons are on the spine, from {held} holding{'' if held == 1 else 's'}.")
    counted = ("Records", "Persons", "Duplicates", "Found", "New", "Elsewhere too")
    table = Table("Holding", *counted, "Precision", "Recall", "Linked on", box=None)
    for column in table.columns[1:-1]:
        column.justify = "right"
    for one in status.holdings:
        counts = (one.records, one.persons, one.duplicates, one.found, one.new, one.shared)
        table.add_row(
            one.holding,
            *(f"{count:,}" for count in counts),
            _share(one.precision),
            _share(one.recall),
            f"{one.linked_on:%Y-%m-%d}",
        )
    console.print(table)
    for one in status.holdings:
        if one.duplicates_precision is not None:
            console.print(
                f"  {one.holding}: an estimated {one.duplicates_precision:.1%} of the records taken for the same "
                "person are.",
                soft_wrap=True,
            )
    console.print(
        "Found: on the spine when the holding was linked; precision and recall are estimated for these. "
        "Elsewhere too: also in another holding, as of now.",
        soft_wrap=True,
    )


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"
