"""The audit log: its end, the whole of it as a file, and whether it is as it was left."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from outcomelab.chain import Fault
from outcomelab.service.domain import audit
from outcomelab.service.domain.audit import Head
from outcomelab.service.domain.events import Event
from outcomelab.service.store.models.audit import LOOKED_UP, AuditRow

_LOCK = 0x6F6C6162  # any number, the same in every process


def head() -> Head:
    """The end of the chain. Within a transaction nobody else appends until it has ended."""
    if connection.vendor == "postgresql":  # SQLite's transactions have the whole file to themselves
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    last = AuditRow.objects.order_by("number").last()
    return Head(last.number, last.event.hash) if last else Head()


def exported() -> bytes:
    """The whole log as a file of JSON lines, which `outcomelab audit verify` reads."""
    lines = AuditRow.objects.order_by("number").values_list("line", flat=True)
    return "".join(lines.iterator()).encode("utf-8")


def verify(noted: Head | None = None, content: bytes | None = None) -> tuple[tuple[Event, ...], tuple[Fault, ...]]:
    """Every event, and every fault: in the chain, and where a row's columns say otherwise than its line.

    noted: a head that was written down earlier. content: of the log as it was exported, when it was before.
    """
    events, faults = audit.verify(exported() if content is None else content, noted)
    return events, (*faults, *_columns(events))


def _columns(events: tuple[Event, ...]) -> Iterator[Fault]:
    rows = AuditRow.objects.order_by("number").iterator()
    for place, (event, row) in enumerate(zip(events, rows, strict=False), start=1):
        said = {name: getattr(event, name) for name in ("number", *LOOKED_UP)}
        if said != {name: getattr(row, name) for name in said}:
            yield Fault(place, "is looked up by other words than its line says: a column was altered")
