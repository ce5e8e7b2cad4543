"""What was destroyed after a backup was made is in it, and is destroyed again once it is restored.

What is overdue by an agreement is known without more (`jobs.tending`). What was destroyed before its day, because
somebody withdrew or sent another list, is known by the audit log alone, as it was exported after the backup.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from outcomelab.errors import AuditError
from outcomelab.service.actions.acting import By, may
from outcomelab.service.actions.destroying import destroy_identifiers, destroy_key
from outcomelab.service.domain import audit
from outcomelab.service.domain.audit import Head
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.events import ALLOWED, Event
from outcomelab.service.domain.refusals import Allowed, Decision
from outcomelab.service.store.door import write
from outcomelab.service.store.models import CohortFileRow, StudyRow
from outcomelab.service.store.reading import WORKER
from outcomelab.service.vault import lists, work
from outcomelab.service.vault.places import Places

# After these a study's lists as they were are gone.
_ENDS_LISTS = (Command.UPLOAD, Command.DESTROY_IDENTIFIERS)


def since(end: Head, content: bytes) -> tuple[Event, ...]:
    """What an exported log tells of after a head. Raises AuditError when it is not whole or has no such head."""
    events, faults = audit.verify(content, end)
    if faults:
        listed = "\n".join(f"  {fault}" for fault in faults)
        raise AuditError(f"The log that was given does not go on from the backup's:\n{listed}")
    return events[end.number :]


def destroy_again(events: tuple[Event, ...], places: Places, now: dt.datetime) -> set[str]:
    """Destroy what these events say was destroyed; of which studies something still was there."""
    done = [(event.command, event.study) for event in events if event.study and event.code == ALLOWED]
    there = set(StudyRow.objects.values_list("reference", flat=True))
    found = set()
    for reference in sorted({study for _, study in done if study in there}):
        commands = {command for command, study in done if study == reference}
        ended = False
        if Command.DESTROY_IDENTIFIERS in commands:
            ended |= _allowed(Command.DESTROY_IDENTIFIERS, destroy_identifiers, reference, now)
        if not commands.isdisjoint(_ENDS_LISTS):
            ended |= _lists_gone(reference, places, now)
        if Command.DESTROY_KEY in commands and not _allowed(Command.DESTROY_KEY, destroy_key, reference, now):
            work.destroy(places, reference)
        ended |= Command.DESTROY_KEY in commands
        if ended:
            found.add(reference)
    return found


def _allowed(command: Command, act: Callable[[By, str], Decision], reference: str, now: dt.datetime) -> bool:
    """Destroy by the act that the study's state allows, with its certificate; whether it was allowed."""
    by = By(WORKER, now)
    return isinstance(may(command, by, reference), Allowed) and isinstance(act(by, reference), Allowed)


def _lists_gone(reference: str, places: Places, now: dt.datetime) -> bool:
    """Destroy every list of a study that is in no state for its act; whether there was one."""
    left = list(CohortFileRow.objects.filter(study__reference=reference, destroyed=None).order_by("pk"))
    for row in left:
        lists.destroy(places, row.place)
        row.destroyed = now
    if left:
        write(Event(at=now, who=WORKER, command="destroy-again", study=reference), *left)
    return bool(left)
