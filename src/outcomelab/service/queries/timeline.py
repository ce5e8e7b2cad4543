"""The audit log, read: by study, by account, by holding; by an auditor, or by a custodian whose data are used."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from outcomelab.service.domain import audit
from outcomelab.service.domain.events import ALLOWED, Event
from outcomelab.service.domain.roles import Role
from outcomelab.service.domain.seeing import audits
from outcomelab.service.queries.parties import of_parties
from outcomelab.service.store import log, reading
from outcomelab.service.store.models import AuditRow, HoldingRow, StudyRow

MOST = 1_000  # events at once


def timeline(
    account: int, *, study: str | None = None, about: int | None = None, holding: str | None = None, after: int = 0
) -> tuple[Event, ...]:
    """What an auditor reads: events in order, at most a thousand `after` a number; of a study, of or about an
    account, of a holding. Those of their own organisation only, unless they are the lab's. None for others."""
    keys = audits(reading.person(account))
    rows = AuditRow.objects.filter(number__gt=after)
    if keys is not None:
        rows = rows.filter(_of(keys))
    if study is not None:
        rows = rows.filter(study=study)
    if about is not None:
        rows = rows.filter(Q(who=about) | Q(account=about))
    if holding is not None:
        rows = rows.filter(holding=holding)
    return _events(rows)


def uses_of_my_data(account: int, after: int = 0) -> tuple[Event, ...]:
    """What a custodian's steward sees: everything that was done about the holdings of their custodian, live."""
    return _events(_uses(account).filter(number__gt=after))


def latest_uses(
    account: int,
    *,
    study: str | None = None,
    holding: str | None = None,
    after: int = 0,
    before: int | None = None,
) -> tuple[Event, ...]:
    """The same, the latest first, at most a thousand; of a study, of a holding; `after` a number, `before` one."""
    rows = _uses(account).filter(number__gt=after)
    if before is not None:
        rows = rows.filter(number__lt=before)
    if study is not None:
        rows = rows.filter(study=study)
    if holding is not None:
        rows = rows.filter(holding=holding)
    return tuple(row.event for row in rows.order_by("-number")[:MOST])


def _uses(account: int) -> QuerySet[AuditRow]:
    person = reading.person(account)
    keys = {post.organisation.key for post in person.posts if post.role is Role.STEWARD}
    names = HoldingRow.objects.filter(custodian__key__in=keys).values("name")
    return AuditRow.objects.filter(holding__in=names, code=ALLOWED)


def _of(keys: frozenset[str]) -> Q:
    """Events in which organisations acted, of studies they have a part in, or about their holdings."""
    studies = StudyRow.objects.filter(of_parties(keys)).values("reference")
    holdings = HoldingRow.objects.filter(custodian__key__in=keys).values("name")
    return Q(organisation__in=keys) | Q(study__in=studies) | Q(holding__in=holdings)


def _events(rows: QuerySet[AuditRow]) -> tuple[Event, ...]:
    return tuple(row.event for row in rows.order_by("number")[:MOST])


@dataclass(frozen=True)
class Verified:
    """How the whole log was found: how many events, its head as it is noted down, and every fault."""

    events: int
    head: str
    faults: tuple[str, ...]


def verified(account: int, noted: str = "") -> Verified | None:
    """The whole log verified, with a head that was noted down earlier when one is given; None for those who audit
    nothing. Raises UsageError for a head that is none."""
    if not _audits(account):
        return None
    events, faults = log.verify(audit.head(noted) if noted.strip() else None)
    return Verified(len(events), str(audit.end(events)), tuple(str(fault) for fault in faults))


def whole_log(account: int) -> bytes | None:
    """The whole log as the file that `outcomelab audit verify` reads, for the lab's auditor; None for others: a
    part of a chain cannot be verified."""
    return log.exported() if audits_all(account) else None


def audits_all(account: int) -> bool:
    """Whether somebody reads all of the log, as the lab's auditor does."""
    return audits(reading.person(account)) is None


def _audits(account: int) -> bool:
    keys = audits(reading.person(account))
    return keys is None or len(keys) > 0
