"""A backup is taken, while the service goes on: the rows as they are at one moment, then the files they tell of.

A file is there before the row that tells of it, and work is told of when it is done: whatever comes meanwhile is
more than the rows know, and whoever takes it up finds it done. What is taken away meanwhile (another list, the end
of identifiers or keys) is told by the audit log; then all is begun again. The ledger is copied under its own lock.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from outcomelab.disclosure.ledger.store import opened
from outcomelab.errors import BackupError
from outcomelab.hall.lab import lab_ledger
from outcomelab.on_disk import whole
from outcomelab.service.backups import rows
from outcomelab.service.backups.about import About
from outcomelab.service.backups.archive import ABOUT, DATA, KEYS, ROWS, Packing, packing
from outcomelab.service.backups.secret import Secret
from outcomelab.service.domain.audit import Head
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.events import ALLOWED, Event
from outcomelab.service.store.door import write
from outcomelab.service.store.models import AuditRow, CohortFileRow
from outcomelab.service.store.reading import WORKER
from outcomelab.service.vault import lists
from outcomelab.service.vault.places import Places, places

TAKE_AWAY = (Command.UPLOAD, Command.DESTROY_IDENTIFIERS, Command.DESTROY_KEY, Command.RELEASE)
_TRIES, _PAUSE = 5, 1.0
_STUDIES, _LEDGER, _HOLDINGS = "studies", "ledger", "holdings"


class _TakenAwayError(Exception):
    """Something was taken away while it was being copied."""


@dataclass(frozen=True)
class Taken:
    """A backup that was taken: the end of its audit log, how many bytes it has, and what the rows tell of that was
    not there, however often it was looked for."""

    head: Head
    size: int
    missing: tuple[str, ...]


def take(file: Path, secret: Secret) -> Taken:
    """Write a backup of everything the service keeps to a new file: whole, or not at all.

    Raises BackupError when the file is there already, lies among the data or cannot be written, or when no quiet
    moment is found; LedgerError when the ledger is not as it was left.
    """
    where, now = places(), timezone.now()
    if file.exists():
        raise BackupError(f"There is a file {file} already, and no backup takes another's place: name a new one.")
    if file.resolve().is_relative_to(where.data) or file.resolve().is_relative_to(where.keys):
        raise BackupError(f"The backup {file} would lie among what it is of: name a file elsewhere.")
    write(Event(at=now, who=WORKER, command="back-up"))
    for tries_left in reversed(range(_TRIES)):
        try:
            with whole(file) as stream, packing(stream, secret) as archive:
                end, missing = _pack(archive, where, now, patient=tries_left > 0)
            return Taken(end, file.stat().st_size, missing)
        except _TakenAwayError:
            time.sleep(_PAUSE)
        except OSError as fault:
            raise BackupError(
                f"The backup {file} cannot be written ({fault.strerror or fault}), and nothing is left of it: "
                "check its folder, and that the disk has room."
            ) from None
    raise BackupError(
        "Lists or holdings were changed whenever they were copied: take the backup at a quieter time."
    )


def _pack(archive: Packing, where: Places, now: dt.datetime, *, patient: bool) -> tuple[Head, tuple[str, ...]]:
    """All of it into an archive. Raises _TakenAwayError when it was changed meanwhile; who is not patient takes
    what is there."""
    end, known, content = _rows()
    keys = _keys(where, known)
    archive.add(ABOUT, About(made=now, head=end, version=rows.version()).json())
    archive.add(ROWS, content)
    _add(archive, where.data, _STUDIES, known)
    missing = tuple(place for place, sha256 in known.items() if not lists.is_there(where, place, sha256))
    if (missing and patient) or _taken_away_since(end):
        raise _TakenAwayError
    ledger = where.lab.ledger
    with opened(lab_ledger(where.lab)) if ledger.is_dir() else nullcontext():
        _add(archive, where.data, _LEDGER, known)
    others = sorted(path.name for path in where.data.iterdir() if path.name not in (_STUDIES, _LEDGER))
    for name in (*(one for one in others if one != _HOLDINGS), _HOLDINGS):
        before = _signs(where.data / name) if name == _HOLDINGS else {}
        _add(archive, where.data, name, known)
        if before and _signs(where.data / name) != before:
            raise _TakenAwayError
    for name, key in {**_keys(where, known), **keys}.items():
        archive.add(f"{KEYS}/{name}", key)
    return end, missing


def _rows() -> tuple[Head, dict[str, str], bytes]:
    """The end of the log, the places and hashes of the lists that are there, and all rows: of one moment."""
    with _one_moment():
        known = dict(CohortFileRow.objects.filter(destroyed=None).values_list("place", "sha256"))
        last = AuditRow.objects.order_by("-number")[0].event  # not `log.head`, for which others would wait
        return Head(last.number, last.hash), known, rows.read()


@contextmanager
def _one_moment() -> Iterator[None]:
    """A transaction that only reads, while others write."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")  # one of Django's would keep others from writing
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _taken_away_since(end: Head) -> bool:
    taken = [command.value for command in TAKE_AWAY]
    return AuditRow.objects.filter(number__gt=end.number, code=ALLOWED, command__in=taken).exists()


def _add(archive: Packing, data: Path, name: str, known: Mapping[str, str]) -> None:
    """Every file of one of the folders of data, or the file of that name."""
    for path in _files(data / name):
        place = str(path.relative_to(data))
        if name == _STUDIES and place.endswith(".list") and place not in known:
            continue  # of an upload that has not ended, or never will
        archive.add_file(f"{DATA}/{place}", path)


def _files(place: Path) -> Iterator[Path]:
    """The files at a place, links followed; not what is hidden, which is in the making, nor the database's own."""
    own = rows.files()
    if place.name.startswith((".", "store.sqlite3")) or place.resolve() in own:
        return
    if place.is_file():
        yield place
    for folder, inner, files in os.walk(place, followlinks=True):
        inner[:] = sorted(one for one in inner if not one.startswith("."))
        found = (Path(folder) / one for one in sorted(files) if not one.startswith("."))
        yield from (path for path in found if path.resolve() not in own)


def _signs(place: Path) -> dict[str, tuple[int, int, int]]:
    """By what a change of files is told: their sizes, when they were written, and which they are."""
    found = ((path, path.stat()) for path in _files(place))
    return {str(path): (stat.st_size, stat.st_mtime_ns, stat.st_ino) for path, stat in found}


def _keys(where: Places, known: Mapping[str, str]) -> dict[str, bytes]:
    """Every key, but those of lists that nobody knows."""
    of_lists = {lists.key_of(where, place).name for place in known}
    found: dict[str, bytes] = {}
    for path in _files(where.keys):
        if not path.name.endswith(".list.key") or path.name in of_lists:
            with suppress(FileNotFoundError):  # destroyed just now
                found[str(path.relative_to(where.keys))] = path.read_bytes()
    return found
