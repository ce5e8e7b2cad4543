"""What the provider does: begin a study, write its application, submit it, send its list, withdraw it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from outcomelab.errors import UsageError
from outcomelab.service.actions.acting import Acting, By, act, stranger
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.events import event
from outcomelab.service.domain.purposes import Purpose
from outcomelab.service.domain.refusals import Decision, Refused
from outcomelab.service.domain.states import State
from outcomelab.service.domain.study import Study
from outcomelab.service.store import reading
from outcomelab.service.store.changing import locked_agreement, next_reference
from outcomelab.service.store.deciding import decider
from outcomelab.service.store.door import write
from outcomelab.service.store.models import CohortFileRow, HoldingRow, StudyRow

LONGEST_TITLE, LONGEST_ANSWER, _MOST_ANSWERS = 200, 20_000, 100


def begin(by: By, agreement: str, holding: str, purpose: Purpose, title: str) -> tuple[Decision, str]:
    """Begin a study under an agreement, in draft. Returns the decision and the study's reference, "" if refused.

    Raises UsageError for a holding that is not registered or a title that is none.
    """
    with transaction.atomic():
        under = locked_agreement(agreement)
        if under is None:
            return stranger(Command.SAVE), ""
        study = Study(
            reference=next_reference(StudyRow, by.today.year),
            provider=under.provider.key,
            custodian=under.custodian.key,
            lab=under.lab.key,
            agreement=agreement,
            purpose=purpose,
            holding=holding,
        )
        person = reading.person(by.account)
        decision = decider(person, study, by.today)(Command.SAVE)
        if isinstance(decision, Refused):
            return decision, ""
        found = HoldingRow.objects.filter(name=holding, custodian=under.custodian, until=None).first()
        if found is None:
            raise UsageError("The custodian has registered no such holding: choose one of the catalogue.")
        row = StudyRow(
            reference=study.reference,
            provider=under.provider,
            custodian=under.custodian,
            lab=under.lab,
            agreement=under,
            holding=found,
            purpose=purpose.value,
            title=_title(title),
            state=State.DRAFT.value,
            since=by.at,
        )
        write(event(Command.SAVE, person, study, decision, by.at), row)
        return decision, study.reference


def save_draft(by: By, reference: str, title: str, answers: Mapping[str, str]) -> Decision:
    """Save the application as it stands, by the names of its questions. Raises UsageError for what is too long."""

    def bring(acting: Acting) -> list[StudyRow]:
        acting.row.title, acting.row.draft = _title(title), _answers(answers)
        return []

    return act(Command.SAVE, by, reference, bring)


def answer(by: By, reference: str, answers: Mapping[str, str], title: str | None = None) -> Decision:
    """Save these answers of the application and leave its others as they are; with a title, that too. Two people
    who answer different questions at once lose nothing. Raises UsageError for what is too long."""

    def bring(acting: Acting) -> list[StudyRow]:
        acting.row.draft = _answers({**acting.row.draft, **answers})
        if title is not None:
            acting.row.title = _title(title)
        return []

    return act(Command.SAVE, by, reference, bring)


def submit(by: By, reference: str) -> Decision:
    """Submit the application to the custodian."""
    return act(Command.SUBMIT, by, reference)


def receive(by: By, reference: str) -> Decision:
    """Send the list that passed its checks: the lab takes it in for the study."""

    def bring(acting: Acting) -> list[CohortFileRow]:
        last = acting.row.lists.filter(destroyed=None, persons__isnull=False).order_by("pk").last()
        if last is None:
            raise UsageError("The participants' list is not there any more: upload it again.")
        last.received = by.at
        return [last]

    return act(Command.RECEIVE, by, reference, bring)


def withdraw(by: By, reference: str) -> Decision:
    """Withdraw the study, for good."""
    return act(Command.WITHDRAW, by, reference)


def _answers(answers: Mapping[str, str]) -> dict[str, str]:
    if len(answers) > _MOST_ANSWERS or any(len(answer) > LONGEST_ANSWER for answer in answers.values()):
        raise UsageError(f"An answer is too long: write at most {LONGEST_ANSWER} characters.")
    return dict(answers)


def _title(title: str) -> str:
    line = " ".join(title.split())
    if not line or len(line) > LONGEST_TITLE:
        raise UsageError(f"Give the study a title of at most {LONGEST_TITLE} characters.")
    return line
