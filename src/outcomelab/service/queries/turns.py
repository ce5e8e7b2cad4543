"""Whose turn it is in each study of mine, since when, and what is next."""

from __future__ import annotations

import datetime as dt
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
    found = rows.annotate(working=Exists(working)).order_by("since", "pk")
    return tuple(_turn(row, row.working, person, today) for row in found)


def _turn(row: StudyRow, working: bool, person: Person, today: dt.date) -> Turn:
    state = State(row.state)
    mine = _mine(row, state, person, today)
    return Turn(row.reference, row.title, state, row.since, working, whose_turn(state), mine)


def _mine(row: StudyRow, state: State, person: Person, today: dt.date) -> tuple[Command, ...]:
    """Next steps that are allowed now. The study is read whole only for whom one of them is open at all."""
    keys = {Side.PROVIDER: row.provider.key, Side.CUSTODIAN: row.custodian.key, Side.LAB: row.lab.key}
    steps = [step for step in next_steps(state) if any(person.holds(one.role, keys[one.side]) for one in step.by)]
    if not steps:
        return ()
    decision = decider(person, reading.study(row), today)
    return tuple(step.command for step in steps if isinstance(decision(step.command), Allowed))
