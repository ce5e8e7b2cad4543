"""Agreements for their parties: the terms, whether they are in force, which studies go by them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from outcomelab.service.domain.agreements import Agreement
from outcomelab.service.domain.binding import standing
from outcomelab.service.domain.matters import Matter, Permitted, permit_on
from outcomelab.service.domain.refusals import Refused
from outcomelab.service.domain.roles import Person
from outcomelab.service.domain.seeing import organisations
from outcomelab.service.queries.parties import of_parties
from outcomelab.service.store import reading
from outcomelab.service.store.models import AgreementRow, StudyRow, TermsRow
from outcomelab.service.store.terms import terms_of

_MATTERS = (Matter.SIGN_AGREEMENT, Matter.AMEND_AGREEMENT, Matter.REVOKE_AGREEMENT)


@dataclass(frozen=True)
class Version:
    """Terms, from when they were the agreement's."""

    number: int
    at: dt.datetime
    terms: Agreement


@dataclass(frozen=True)
class Held:
    """An agreement as its parties see it. `unsigned`: who has not signed; `over`: it ended or was revoked;
    `why_not`: all that keeps it from being in force; `may`: whether the reader may sign, amend or revoke it."""

    terms: Agreement
    version: int
    unsigned: tuple[str, ...]
    over: bool
    studies: tuple[str, ...]
    why_not: tuple[Refused, ...]
    may: Mapping[Matter, Permitted | Refused]


def agreements(account: int, today: dt.date) -> tuple[Held, ...]:
    """The agreements of somebody's organisations, the latest first."""
    person = reading.person(account)
    return _held(AgreementRow.objects.filter(_theirs(person)).order_by("-reference"), person, today)


def agreement(account: int, reference: str, today: dt.date) -> Held | None:
    """An agreement of somebody's organisations; None when it is not theirs, or there is none."""
    person = reading.person(account)
    return next(
        iter(_held(AgreementRow.objects.filter(_theirs(person), reference=reference), person, today)), None
    )


def versions(account: int, reference: str) -> tuple[Version, ...]:
    """Every text that an agreement had, in order; none when it is not theirs."""
    theirs = AgreementRow.objects.filter(_theirs(reading.person(account)), reference=reference)
    rows = TermsRow.objects.filter(agreement__in=theirs).order_by("version")
    return tuple(Version(row.version, row.at, Agreement.model_validate_json(row.terms)) for row in rows)


def _theirs(person: Person) -> Q:
    return of_parties(organisations(person))


def _held(found: QuerySet[AgreementRow], person: Person, today: dt.date) -> tuple[Held, ...]:
    rows = list(found)
    terms = terms_of({row.reference for row in rows})
    studies = defaultdict[int, list[str]](list)
    for under, reference in (
        StudyRow.objects.filter(agreement__in=rows).order_by("reference").values_list("agreement", "reference")
    ):
        studies[under].append(reference)
    return tuple(
        Held(
            now,
            row.version,
            now.unsigned(today),
            now.over(today),
            tuple(studies[row.pk]),
            standing(now, today),
            {matter: permit_on(matter, person, now, today) for matter in _MATTERS},
        )
        for row in rows
        if (now := terms[row.reference].now)
    )
