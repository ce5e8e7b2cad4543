"""What was unpacked becomes a service again: rows filled in, the log verified, destroyed what must be gone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from outcomelab.errors import BackupError
from outcomelab.service.backups import rows
from outcomelab.service.backups.about import About
from outcomelab.service.backups.archive import ABOUT, ROWS
from outcomelab.service.backups.destroying import destroy_again, since
from outcomelab.service.domain.events import Event
from outcomelab.service.jobs.tending import tend
from outcomelab.service.store import log
from outcomelab.service.store.door import write
from outcomelab.service.store.models import CertificateRow, CohortFileRow
from outcomelab.service.store.reading import WORKER
from outcomelab.service.vault import lists
from outcomelab.service.vault.places import Places, places


@dataclass(frozen=True)
class Restored:
    """made: when the backup was. events: in its log. destroyed: studies of which something was destroyed again.
    undone: acts that a later log tells of and the store does not. missing: lists that the backup does not have."""

    made: dt.datetime
    events: int
    destroyed: tuple[str, ...]
    undone: int
    missing: tuple[str, ...]


def restore(entries: dict[str, bytes], later: bytes | None = None) -> Restored:
    """Fill the empty database from a backup whose files were unpacked to the service's folders, and bring it up to
    today: what is overdue is destroyed before anybody can ask for it, and what `later`, a log exported after the
    backup, tells was destroyed since.

    Raises BackupError when anything is not as it was, and AuditError for a later log that is not of this store or
    not whole; the database is then as it was.
    """
    about = About.of(entries[ABOUT])
    after = since(about.head, later) if later is not None else ()
    with rows.all_or_nothing():
        return _restored(entries, about, after)


def _restored(entries: dict[str, bytes], about: About, after: tuple[Event, ...]) -> Restored:
    where, now = places(), timezone.now()
    rows.fill(entries[ROWS], about.version)
    events, faults = log.verify(about.head)
    if faults or len(events) != about.head.number:
        raise BackupError(
            f"The backup's audit log is not as it was left ({faults[0] if faults else 'it is longer'})."
        )
    certificates = CertificateRow.objects.count()
    write(Event(at=now, who=WORKER, command="restore"))
    tend(now)
    again = destroy_again(after, where, now)
    told = {
        one.study.reference for one in CertificateRow.objects.select_related("study").order_by("pk")[certificates:]
    }
    return Restored(about.made, len(events), tuple(sorted(told | again)), len(after), _missing(where))


def _missing(where: Places) -> tuple[str, ...]:
    known = CohortFileRow.objects.filter(destroyed=None).order_by("pk").values_list("place", "sha256")
    return tuple(place for place, sha256 in known if not lists.is_there(where, place, sha256))
