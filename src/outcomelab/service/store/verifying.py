"""When all of the audit log was verified last, and how it was found: so that no page verifies it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from outcomelab.service.domain.audit import Head, end
from outcomelab.service.store import log
from outcomelab.service.store.door import working
from outcomelab.service.store.models import AuditRow, VerifiedRow

_THE_ONE = 1


@dataclass(frozen=True)
class Verified:
    """`at`: when. end: the last event there was then. fault: the first that was found, "" for none. since: how
    many events came after."""

    at: dt.datetime
    end: Head
    fault: str
    since: int


def verify(now: dt.datetime) -> Verified:
    """Verify all of the log, and note how it was found."""
    events, faults = log.verify()
    head, fault = end(events), str(faults[0]) if faults else ""
    with working():
        found = {"at": now, "number": head.number, "head": head.hash, "fault": fault}
        VerifiedRow.objects.update_or_create(found, pk=_THE_ONE)  # workers that begin together look together
    return Verified(now, head, fault, 0)


def verified() -> Verified | None:
    """How the log was found last; None when nobody has looked yet."""
    row = VerifiedRow.objects.filter(pk=_THE_ONE).first()
    if row is None:
        return None
    last = AuditRow.objects.order_by("-number").values_list("number", flat=True).first() or 0
    return Verified(row.at, Head(row.number, row.head), row.fault, max(last - row.number, 0))
