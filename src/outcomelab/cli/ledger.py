"""`outcomelab ledger`: what was released, whether the record is whole, and which releases share persons."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outcomelab.cli.app import Keys, app, console
from outcomelab.errors import LedgerError, UsageError

if TYPE_CHECKING:
    from outcomelab.chain import Fault
    from outcomelab.disclosure.ledger.record import Entry

ledger_app = typer.Typer(
    name="ledger",
    help="The ledger of all releases: what left, whether the record is whole, which releases share persons.",
    no_args_is_help=True,
)
app.add_typer(ledger_app)

Folder = Annotated[Path, typer.Argument(metavar="LEDGER", help="The ledger's folder: HOLDINGS.ledger.")]


@ledger_app.command()
def show(
    folder: Folder,
    number: Annotated[int | None, typer.Argument(metavar="NUMBER", help="One entry, with every figure.")] = None,
) -> None:
    """Show every release and refusal; with a number, all that is recorded of that one."""
    from outcomelab.disclosure.ledger.say import entry_line, entry_lines

    entries, _ = _read(folder)
    if number is not None:
        found = next((entry for entry in entries if entry.number == number), None)
        if found is None:
            raise UsageError(f"The ledger has no entry {number}; it has {len(entries)}.")
        for line in entry_lines(found):
            console.print(line, markup=False, soft_wrap=True)
        return
    for entry in entries:
        console.print(entry_line(entry), markup=False, soft_wrap=True)
    if entries:
        console.print(f"The last entry's hash is {entries[-1].hash}. Note it down elsewhere.", soft_wrap=True)


@ledger_app.command()
def verify(
    folder: Folder,
    expect: Annotated[
        str | None, typer.Option("--expect", metavar="HASH", help="A hash noted down earlier: it must be there.")
    ] = None,
    keys: Keys = None,
) -> None:
    """Check that no entry was altered, removed, inserted or moved, and that the vault is as it was left.

    With --keys the vault is also opened and every file in it read.
    """
    from outcomelab.disclosure.ledger.chain import with_the_vault

    entries, faults = _read(folder)
    try:
        found = [str(fault) for fault in (*faults, *(() if faults else with_the_vault(folder, entries)))]
    except OSError:
        raise LedgerError(f"The vault of {folder} cannot be read. Check who may read it.") from None
    if expect and not any(entry.hash == expect for entry in entries):
        found.append("the hash you noted down is not in the ledger: entries were removed or made anew")
    if found:
        raise LedgerError(f"The ledger {folder} is not as it was left:\n" + "\n".join(f"  {one}" for one in found))
    opened = ""
    if keys is not None:
        _open_all(folder, keys)
        opened = " and opens with its key"
    console.print(f"{len(entries)} entries, none altered; the vault is whole{opened}.")


@ledger_app.command()
def overlaps(folder: Folder) -> None:
    """Show which releases share persons with which earlier ones; how many is in the vault alone."""
    entries, _ = _read(folder)
    shares = [entry for entry in entries if entry.shares_persons_with]
    for entry in shares:
        others = ", ".join(str(number) for number in entry.shares_persons_with)
        console.print(f"{entry.number} ({entry.study.title}) shares persons with {others}.", markup=False)
    if not shares:
        console.print("No release shares persons with an earlier one.")


def _read(folder: Path) -> tuple[tuple[Entry, ...], tuple[Fault, ...]]:
    from outcomelab.disclosure.ledger.chain import LEDGER, read

    if not (folder / LEDGER).is_file():
        raise UsageError(f"There is no ledger in {folder}. A lab's is beside its holdings: HOLDINGS.ledger.")
    try:
        return read(folder)
    except OSError:
        raise LedgerError(f"The ledger {folder} cannot be read. Ask who keeps it.") from None


def _open_all(folder: Path, keys: Path) -> None:
    from outcomelab.disclosure.ledger.store import Ledger, opened
    from outcomelab.holdings.vault import existing_key

    with opened(Ledger(folder, existing_key(keys))) as book:
        for entry in book.entries:
            book.members(entry)
