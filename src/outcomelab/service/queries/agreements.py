"""Agreements for their parties: the terms, whether they are in force, which studies go by them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from outcomelab.service.domain.agreements import Agreement
from outcomelab.service.domain.seeing import organisations
from outcomelab.service.queries.parties import of_parties
from outcomelab.service.store import reading
from outcomelab.service.store.models import AgreementRow, TermsRow


@dataclass(frozen=True)
class Version:
    """Terms, from when they were the agreement's."""

    number: int
    at: dt.datetime
    terms: Agreement


@dataclass(frozen=True)
class Held:
    """An agreement as its parties see it. `unsigned`: who has not signed; `over`: it ended or was revoked."""

    terms: Agreement
    version: int
    unsigned: tuple[str, ...]
    over: bool
    studies: tuple[str, ...]


def agreements(account: int, today: dt.date) -> tuple[Held, ...]:
    """The agreements of somebody's organisations, the latest first."""
    rows = AgreementRow.objects.filter(_theirs(account)).order_by("-reference")
    return tuple(held for row in rows if (held := _held(row, today)))


def agreement(account: int, reference: str, today: dt.date) -> Held | None:
    """An agreement of somebody's organisations; None when it is not theirs, or there is none."""
    row = AgreementRow.objects.filter(_theirs(account), reference=reference).first()
    return _held(row, today) if row else None


def versions(account: int, reference: str) -> tuple[Version, ...]:
    """Every text that an agreement had, in order; none when it is not theirs."""
    theirs = AgreementRow.objects.filter(_theirs(account), reference=reference)
    rows = TermsRow.objects.filter(agreement__in=theirs).order_by("version")
    return tuple(Version(row.version, row.at, Agreement.model_validate_json(row.terms)) for row in rows)


def _theirs(account: int) -> Q:
    return of_parties(organisations(reading.person(account)))


def _held(row: AgreementRow, today: dt.date) -> Held | None:
    terms = reading.agreement(row.reference)
    if terms is None:
        return None
    studies = row.studies.order_by("reference").values_list("reference", flat=True)
    return Held(terms, row.version, terms.unsigned(today), terms.over(today), tuple(studies))
