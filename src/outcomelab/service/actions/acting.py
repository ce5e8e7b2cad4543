"""How every act on a study is done: locked, decided on as it is then, written with its event and its notices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.db import models, transaction
from django.utils import timezone

from outcomelab.service.domain import study as studies
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.decisions import words
from outcomelab.service.domain.events import event
from outcomelab.service.domain.refusals import Allowed, Code, Decision, Refused, refused
from outcomelab.service.domain.roles import Person
from outcomelab.service.domain.saying import said
from outcomelab.service.domain.states import ROWS
from outcomelab.service.domain.study import Study
from outcomelab.service.domain.variables import Uses
from outcomelab.service.store import reading
from outcomelab.service.store.changing import locked, locked_agreement, moved, notices
from outcomelab.service.store.deciding import decider
from outcomelab.service.store.door import write
from outcomelab.service.store.models import StudyRow


@dataclass(frozen=True)
class By:
    """Who acts, by the number of their account (0: the lab's worker), and when, in UTC."""

    account: int
    at: dt.datetime

    @property
    def today(self) -> dt.date:
        """The day it is where the lab is."""
        return timezone.localdate(self.at)


@dataclass(frozen=True)
class Acting:
    """An act that is allowed and about to be written: on which study, as it was before."""

    by: By
    row: StudyRow
    study: Study
    person: Person
    allowed: Allowed


# Changes the row in what the command brings along, and returns further rows to be written with it. Raises
# UsageError for what cannot be taken: nothing is written then.
Bring = Callable[[Acting], Iterable[models.Model]]


def nothing(_: Acting) -> Iterable[models.Model]:
    """For commands that bring nothing along."""
    return ()


def act(
    command: Command,
    by: By,
    reference: str,
    bring: Bring = nothing,
    *,
    reason: str = "",
    uses: Uses | None = None,
    told_as: str = "",
    of_worker: bool = False,
) -> Decision:
    """Carry out a command on the study of that reference, or be refused; either way it is in the audit log.

    uses: what a new protocol reads, to be decided on instead of the one before. told_as: what happens is not the
    command but what leads to it or follows from it, such as `link-asked`: the study stays where it is, as is said
    in what is returned. of_worker: it ends the work that is under way, and is not hindered by it. A study that is
    not there is refused as one that is somebody else's.
    """
    with transaction.atomic():
        row = locked(reference)
        if row is None:
            return stranger(command)
        locked_agreement(row.agreement.reference)
        study = reading.study(row)
        study = replace(study, uses=uses or study.uses, under_way=study.under_way and not of_worker)
        person = _person(by, row)
        decision = decider(person, study, by.today, reason)(command)
        if told_as and isinstance(decision, Allowed):
            decision = replace(decision, to=study.state)
        told = event(command, person, study, decision, by.at, reason=reason)
        if isinstance(decision, Refused):
            write(told)
            return decision
        brought = list(bring(Acting(by, row, study, person, decision)))
        if told_as:
            write(told.model_copy(update={"command": told_as}), row, *brought)
            return decision
        after = studies.after(study, command, person, decision, by.today)
        moved(row, study, after, by.at)
        if after.state is not study.state:
            brought += notices(row, command.value, after.state, by.account, by.at)
        write(told, row, *brought)
        return decision


def stranger(command: Command) -> Refused:
    """What somebody is told who has no part in a study, whether there is such a study or not."""
    return refused(Code.NOT_YOUR_ROLE, command=said(command.words), who=words(ROWS[command].by))


def may(command: Command, by: By, reference: str, reason: str = "") -> Decision:
    """Whether somebody might carry out a command now, as `act` would decide. Nothing is written."""
    row = StudyRow.objects.filter(reference=reference).first()
    if row is None:
        return stranger(command)
    return decider(_person(by, row), reading.study(row), by.today, reason)(command)


def _person(by: By, row: StudyRow) -> Person:
    return reading.person(by.account) if by.account else reading.worker(row.lab)
