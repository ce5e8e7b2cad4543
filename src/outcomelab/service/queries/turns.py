"""Whose turn it is in each study of mine, since when, and what is next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.refusals import Allowed
from outcomelab.service.domain.roles import Capacity, Person
from outcomelab.service.domain.seeing import organisations, sees
from outcomelab.service.domain.states import LIVING, State, next_steps, whose_turn
from outcomelab.service.domain.study import Study
from outcomelab.service.queries.parties import of_parties
from outcomelab.service.store import reading
from outcomelab.service.store.deciding import decider
from outcomelab.service.store.models import StudyRow


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
    return _turns(account, State, today)


def inbox(account: int, today: dt.date) -> tuple[Turn, ...]:
    """The studies in which it is somebody's own turn: none that has come to its end."""
    return tuple(turn for turn in _turns(account, LIVING, today) if turn.mine)


def _turns(account: int, states: Iterable[State], today: dt.date) -> tuple[Turn, ...]:
    person = reading.person(account)
    among = StudyRow.objects.filter(of_parties(organisations(person)), state__in=[one.value for one in states])
    rows = among.select_related("provider", "custodian", "lab", "agreement", "holding")
    return tuple(turn for row in rows.order_by("since", "pk") if (turn := _turn(row, person, today)))


def _turn(row: StudyRow, person: Person, today: dt.date) -> Turn | None:
    study = reading.study(row)
    if not sees(person, study):
        return None
    return Turn(
        row.reference,
        row.title,
        study.state,
        row.since,
        study.under_way,
        whose_turn(study.state),
        _mine(study, person, today),
    )


def _mine(study: Study, person: Person, today: dt.date) -> tuple[Command, ...]:
    """Next steps that are allowed now. An agreement is read only for whom one of them is open at all."""
    steps = [
        step for step in next_steps(study.state)
        if any(person.holds(one.role, study.organisation(one.side)) for one in step.by)
    ]  # fmt: skip
    if not steps:
        return ()
    decision = decider(person, study, today)
    return tuple(step.command for step in steps if isinstance(decision(step.command), Allowed))
