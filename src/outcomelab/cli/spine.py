"""What a lab does with its spine: build it, look at it, give a project its pseudonyms, forget a project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from outcomelab.cli.app import Holdings, Keys, app, console
from outcomelab.cli.progress import Narrator
from outcomelab.errors import UsageError

if TYPE_CHECKING:
    from outcomelab.handovers.spine import SpineStatus

spine_app = typer.Typer(
    help="Link all holdings to one list of persons, and give each project pseudonyms of its own.",
    no_args_is_help=True,
)
app.add_typer(spine_app, name="spine")

_COLUMNS = ("Records", "Duplicates", "Elsewhere", "New", "Precision", "Recall")
_MEANING = (
    "Duplicates: records of somebody the holding has already. Elsewhere: persons whom another holding has too, "
    "as of now. New: persons who were not on the spine when the holding was linked; of those who were, precision "
    "and recall are estimates."
)

Project = Annotated[str, typer.Option("--project", metavar="NAME", help="The project's name.")]


@spine_app.command()
def build(holdings: Holdings, keys: Keys = None) -> None:
    """Link every holding that is new, or registered anew, to the spine. Persons keep their keys."""
    from outcomelab import spine
    from outcomelab.holdings.keys import default_keys

    with Narrator(console) as progress:
        status = spine.build(holdings, keys or default_keys(holdings), progress=progress)
    _show(status)


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
    from outcomelab.cli.lab_files import refuse_unwritable_file, write_table
    from outcomelab.holdings.keys import default_keys
    from outcomelab.holdings.spine.pseudonyms import pseudonyms
    from outcomelab.people.wording import counted

    if out.suffix.lower() != ".parquet":
        # In a CSV file a spreadsheet would shorten such long numbers, and nobody would see it.
        raise UsageError(
            f"Pseudonyms are written as Parquet: let the file's name end in .parquet, not {out.name}."
        )
    refuse_unwritable_file(out)
    table = pseudonyms(holdings, keys or default_keys(holdings), project, holding)
    write_table(out, table)
    written = counted(table.num_rows, "record", "records")
    console.print(f"Wrote the pseudonyms of {written} of {holding} for {project} to {out}.")


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
    from outcomelab.people.wording import counted

    persons = counted(status.persons, "person is", "persons are")
    console.print(f"{persons} on the spine, from {counted(len(status.holdings), 'holding', 'holdings')}.")
    table = Table("Holding", *_COLUMNS, "Linked on", box=None)
    for column in table.columns[1:-1]:
        column.justify = "right"
    for one in status.holdings:
        counts = (f"{count:,}" for count in (one.records, one.duplicates, one.shared, one.new))
        table.add_row(one.holding, *counts, _share(one.precision), _share(one.recall), f"{one.linked_on:%Y-%m-%d}")
    console.print(table)
    for one in status.holdings:
        if one.duplicates_precision is not None:
            right = _share(one.duplicates_precision)
            console.print(f"In {one.holding} an estimated {right} of the duplicates found are right.")
    console.print(_MEANING, soft_wrap=True)


def _share(share: float | None) -> str:
    if share is None:
        return "–"
    # An estimate is never the whole.
    return "over 99.9%" if share > 0.999 else f"{share:.1%}"
