"""A study opened for a reader: there only for whoever has a part in it."""

from __future__ import annotations

from dataclasses import dataclass

from outcomelab.service.domain.roles import Person
from outcomelab.service.domain.seeing import sees
from outcomelab.service.domain.study import Study
from outcomelab.service.store import reading
from outcomelab.service.store.models import StudyRow


@dataclass(frozen=True)
class Opened:
    """A study, its row, and who reads."""

    row: StudyRow
    study: Study
    person: Person


def opened(account: int, reference: str) -> Opened | None:
    """The study of that reference for whoever has that account; None when they have no part in it, or there is
    none."""
    parties = StudyRow.objects.select_related("provider", "custodian", "lab", "agreement", "holding")
    row = parties.filter(reference=reference).first()
    if row is None:
        return None
    person, study = reading.person(account), reading.study(row)
    return Opened(row, study, person) if sees(person, study) else None
