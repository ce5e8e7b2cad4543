"""What anybody may read without signing in: the register of studies, the catalogue of holdings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from outcomelab.handovers.holding import Dictionary
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.events import ALLOWED
from outcomelab.service.store.models import AuditRow, HoldingRow, ReleaseRow, StudyRow
from outcomelab.service.store.planning import dictionary_of

_DECIDED = (Command.APPROVE.value, Command.APPROVE_WITH_CONDITIONS.value, Command.REFUSE.value)


@dataclass(frozen=True)
class Registered:
    """A study as the public knows it. `published`: the day its report was; `place`, `headline`: the report's;
    `headlines` in other languages than English, by their codes."""

    reference: str
    title: str
    provider: str
    custodian: str
    holding: str
    purpose: str
    state: str
    since: dt.date
    published: dt.date | None
    place: str
    headline: str
    headlines: dict[str, str]


@dataclass(frozen=True)
class Catalogued:
    """A holding by its metadata."""

    name: str
    custodian: str
    dictionary: Dictionary


def register() -> tuple[Registered, ...]:
    """Every study that a custodian approved or refused, whatever became of it since; the latest first."""
    return _registered(StudyRow.objects.order_by("-reference"))


def registered(reference: str) -> Registered | None:
    """One study of the register; None when it is not in it, or there is none."""
    return next(iter(_registered(StudyRow.objects.filter(reference=reference))), None)


def catalogue() -> tuple[Catalogued, ...]:
    """Every holding that studies can begin on, by name."""
    return _catalogued(HoldingRow.objects.order_by("name"))


def catalogued(name: str) -> Catalogued | None:
    """One holding of the catalogue; None when it is not in it, or there is none."""
    return next(iter(_catalogued(HoldingRow.objects.filter(name=name))), None)


def _catalogued(rows: QuerySet[HoldingRow]) -> tuple[Catalogued, ...]:
    found = rows.filter(until=None).select_related("custodian")
    return tuple(Catalogued(row.name, row.custodian.name, dictionary_of(row)) for row in found)


def _registered(rows: QuerySet[StudyRow]) -> tuple[Registered, ...]:
    decided = AuditRow.objects.filter(study=OuterRef("reference"), command__in=_DECIDED, code=ALLOWED)
    found = rows.filter(Exists(decided)).select_related("provider", "custodian", "holding")
    releases = ReleaseRow.objects.filter(study__in=found, published__isnull=False).order_by("pk")
    published = {release.study_id: release for release in releases}
    return tuple(_as_registered(row, published.get(row.pk)) for row in found)


def _as_registered(row: StudyRow, release: ReleaseRow | None) -> Registered:
    published = release.published.date() if release and release.published else None
    return Registered(
        row.reference,
        row.title,
        row.provider.name,
        row.custodian.name,
        row.holding.title,
        row.purpose,
        row.state,
        row.since.date(),
        published,
        release.place if release else "",
        release.headline if release else "",
        release.headlines if release else {},
    )
