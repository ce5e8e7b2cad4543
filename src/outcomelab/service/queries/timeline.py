"""The audit log, read: by study, by account, by holding; by an auditor, or by a custodian whose data are used."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from outcomelab.service.domain.events import ALLOWED, Event
from outcomelab.service.domain.roles import Role
from outcomelab.service.domain.seeing import audits
from outcomelab.service.queries.parties import of_parties
from outcomelab.service.store import reading
from outcomelab.service.store.models import AuditRow, HoldingRow, StudyRow

_MOST = 1_000


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
    person = reading.person(account)
    keys = {post.organisation.key for post in person.posts if post.role is Role.STEWARD}
    names = HoldingRow.objects.filter(custodian__key__in=keys).values("name")
    return _events(AuditRow.objects.filter(number__gt=after, holding__in=names, code=ALLOWED))


def _of(keys: frozenset[str]) -> Q:
    """Events in which organisations acted, of studies they have a part in, or about their holdings."""
    studies = StudyRow.objects.filter(of_parties(keys)).values("reference")
    holdings = HoldingRow.objects.filter(custodian__key__in=keys).values("name")
    return Q(organisation__in=keys) | Q(study__in=studies) | Q(holding__in=holdings)


def _events(rows: QuerySet[AuditRow]) -> tuple[Event, ...]:
    return tuple(row.event for row in rows.order_by("number")[:_MOST])
