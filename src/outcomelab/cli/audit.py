"""`outcomelab audit`: whether an exported audit log is as the lab wrote it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outcomelab.cli.app import app, console
from outcomelab.cli.service import Data
from outcomelab.errors import AuditError

if TYPE_CHECKING:
    from outcomelab.chain import Fault
    from outcomelab.service.domain.audit import Head
    from outcomelab.service.domain.events import Event

audit_app = typer.Typer(name="audit", help="The audit log of the service.", no_args_is_help=True)
app.add_typer(audit_app)


@audit_app.callback()
def _audit() -> None:
    """The audit log of the service."""


@audit_app.command()
def export(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The file to write, a line of JSON for each event.")
    ],
    data: Data = None,
) -> None:
    """Write the service's audit log to a file, and print the head to note down elsewhere."""
    from outcomelab.cli.lab_files import write_text
    from outcomelab.service import starting

    starting.start(data)
    starting.refuse_unprepared()
    from outcomelab.service.store import log

    content = log.exported()
    write_text(file, content.decode("utf-8"))
    _told(*log.verify(content=content), None, file)


@audit_app.command()
def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The exported log, a line of JSON for each event.")],
    head: Annotated[
        str | None, typer.Option("--head", metavar="HEAD", help="A head noted down earlier: it must be there.")
    ] = None,
) -> None:
    """Check that no event was altered, removed, inserted or moved, and print the head to note down elsewhere."""
    from outcomelab.service.domain import audit

    noted = audit.head(head) if head is not None else None
    _told(*audit.verify(read_log(file), noted), noted, file)


def read_log(file: Path) -> bytes:
    """An exported log as it is on the disk. Raises AuditError when it cannot be read."""
    try:
        return file.read_bytes()
    except OSError:
        raise AuditError(f"The audit log {file} cannot be read. Check its name, and who may read it.") from None


def _told(events: tuple[Event, ...], faults: tuple[Fault, ...], noted: Head | None, file: Path) -> None:
    """Say that a log is whole, and its head. Raises AuditError where it is not."""
    from outcomelab.service.domain import audit

    if faults:
        listed = "\n".join(f"  {fault}" for fault in faults)
        raise AuditError(f"The audit log {file} is not as it was left:\n{listed}")
    kept = ", and the head noted down is among them" if noted else ""
    console.print(f"{len(events)} events: none altered, removed, inserted or moved{kept}.", soft_wrap=True)
    console.print(f"The head is {audit.end(events)}", soft_wrap=True)
    console.print("Note it down elsewhere: it alone shows if the last events are removed.", soft_wrap=True)
