"""`outcomelab backup` and `outcomelab restore`: everything the service keeps, in one file, and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outcomelab.cli.app import app, console
from outcomelab.cli.audit import read_log
from outcomelab.cli.service import Data

if TYPE_CHECKING:
    from outcomelab.service.backups.secret import Secret

File = Annotated[Path, typer.Argument(metavar="FILE", help="The backup: one encrypted file.")]
Key = Annotated[
    Path | None,
    typer.Option(
        "--key",
        metavar="KEY",
        envvar="OUTCOMELAB_BACKUP_KEY",
        help="The file with the backup's key, made when it is not there [default: FILE.key].",
    ),
]
Passphrase = Annotated[
    bool,
    typer.Option(
        "--passphrase", help="Ask for a passphrase instead (or set OUTCOMELAB_BACKUP_PASSPHRASE, or its ..._FILE)."
    ),
]


Log = Annotated[
    Path | None,
    typer.Option(
        "--log",
        metavar="LOG",
        help="The audit log as it was exported after the backup: what it says was destroyed since is so again.",
    ),
]


@app.command()
def backup(file: File, data: Data = None, key: Key = None, passphrase: Passphrase = False) -> None:
    """Back up the whole service to one encrypted file, also while it runs."""
    from outcomelab.service import starting

    starting.start(data)
    starting.refuse_unprepared()
    from outcomelab.service.backups.taking import take

    secret = _secret(file, key, passphrase, new=True)
    taken = take(file, secret)
    console.print(f"{file} holds everything: {taken.size:,} bytes, encrypted.", soft_wrap=True)
    console.print(f"The head of its audit log is {taken.head}", soft_wrap=True)
    _told_missing(taken.missing)
    if secret.kind == "key file":
        place = key or _beside(file)
        console.print(
            f"Its key is in {place}. Keep the two apart: who has both has everything, who has lost the key has "
            "nothing.",
            soft_wrap=True,
        )


@app.command()
def restore(
    file: File, data: Data = None, key: Key = None, passphrase: Passphrase = False, log: Log = None
) -> None:
    """Restore a backup into an empty folder and an empty database; what must be gone by now is destroyed first."""
    from outcomelab.service import starting

    choices = starting.choices(data)
    from outcomelab.service.backups.archive import unpack
    from outcomelab.service.backups.staging import refuse_database_among, staged

    refuse_database_among(choices)
    secret, later = _secret(file, key, passphrase), None if log is None else read_log(log)
    with staged(choices.data, choices.keys_folder) as folders:
        entries = unpack(file, secret, folders.data, folders.keys)
        starting.start(folders.data, folders.keys)
        from outcomelab.service.backups.restoring import restore as restored

        told = restored(entries, later)
    console.print(
        f"The service of {told.made:%Y-%m-%d %H:%M} UTC is in {choices.data} again, its log of {told.events} "
        "events as it was.",
        soft_wrap=True,
    )
    _told_missing(told.missing)
    if told.destroyed:
        console.print(f"What had to be gone was destroyed, of: {', '.join(told.destroyed)}.", soft_wrap=True)
    if log is None:
        console.print(
            "What was destroyed after the backup and before its day is known by a later log alone: give it with "
            "--log.",
            soft_wrap=True,
        )
    elif told.undone:
        console.print(
            f"The last {told.undone} events of {log} are not in it: do again what they tell.", soft_wrap=True
        )


def _secret(file: Path, key: Path | None, ask: bool, *, new: bool = False) -> Secret:
    """What the backup is, or is to be, opened with. Raises BackupError."""
    from outcomelab.service import starting
    from outcomelab.service.backups.sealing import kind_of
    from outcomelab.service.backups.secret import Kind, of_file, of_passphrase

    words = starting.choices().secret("backup_passphrase")
    by_words = key is None and (ask or words is not None) if new else kind_of(file) is Kind.PASSPHRASE
    if not by_words:
        return of_file(key or _beside(file), make=new)
    return of_passphrase(words or typer.prompt("Passphrase", hide_input=True, confirmation_prompt=new), new=new)


def _beside(file: Path) -> Path:
    return file.with_name(f"{file.name}.key")


def _told_missing(missing: tuple[str, ...]) -> None:
    if missing:
        console.print(
            f"Of what the database tells these were not there, or damaged: {', '.join(missing)}", soft_wrap=True
        )
