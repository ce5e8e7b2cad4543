"""Whose turn it is in each study of mine, since when, and what is next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.refusals import Allowed
from outcomelab.service.domain.roles import Capacity, Person, Side
from outcomelab.service.domain.seeing import organisations
from outcomelab.service.domain.states import State, next_steps, whose_turn
from outcomelab.service.queries.parties import of_parties
from outcomelab.service.store import reading
from outcomelab.service.store.deciding import decider
from outcomelab.service.store.models import JobRow, StudyRow
from outcomelab.service.store.models.work import UNDER_WAY
from outcomelab.service.store.terms import terms_of


@dataclass(frozen=True)
class Turn:
    """A study and whose turn it is. `mine`: what of the next steps the reader may take now."""

    reference: str
    title: str
    state: State
    since: dt.datetime
    under_way: bool
    whose: tuple[Capacity, ...]
    mine: tuple[Command, ...]


def turns(account: int, today: dt.date) -> tuple[Turn, ...]:
    """Every study somebody has a part in, the ones that wait longest first."""
    person = reading.person(account)
    among = StudyRow.objects.filter(of_parties(organisations(person)))
    working = JobRow.objects.filter(study=OuterRef("pk"), state__in=UNDER_WAY)
    rows = among.select_related("provider", "custodian", "lab", "agreement", "holding")
    found = list(rows.annotate(working=Exists(working)).order_by("since", "pk"))
    mine = _mine(found, person, today)
    return tuple(
        Turn(
            row.reference,
            row.title,
            State(row.state),
            row.since,
            row.working,
            whose_turn(State(row.state)),
            mine.get(row.reference, ()),
        )
        for row in found
    )


def _mine(rows: Iterable[StudyRow], person: Person, today: dt.date) -> dict[str, tuple[Command, ...]]:
    """Next steps that are allowed now, by the study's reference. Those studies are read whole of which one is open
    to the person at all, all of them at once."""
    steps = {row.reference: _open(row, person) for row in rows}
    among = [row for row in rows if steps[row.reference]]
    terms = terms_of({row.agreement.reference for row in among})
    found = {}
    for study in reading.studies(among):
        decision = decider(person, study, today, terms=terms[study.agreement])
        found[study.reference] = tuple(
            command for command in steps[study.reference] if isinstance(decision(command), Allowed)
        )
    return found


def _open(row: StudyRow, person: Person) -> list[Command]:
    """Next steps of a study for which somebody has the role."""
    keys = {Side.PROVIDER: row.provider.key, Side.CUSTODIAN: row.custodian.key, Side.LAB: row.lab.key}
    return [
        step.command for step in next_steps(State(row.state))
        if any(person.holds(one.role, keys[one.side]) for one in step.by)
    ]  # fmt: skip
