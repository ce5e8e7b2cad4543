"""Duties kept apart: what one person may not do because of what they did before in the same study."""

from __future__ import annotations

from outcomelab.service.domain.checking import whole
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.roles import Person
from outcomelab.service.domain.study import Study

APPLYING = (Command.SAVE, Command.UPLOAD, Command.SUBMIT, Command.RECEIVE)
LINKING = (Command.LINK,)
READING = (Command.EVALUATE, Command.READ, Command.VOTE)  # whoever votes had the evidence, with raw figures, open
ANALYSING = (Command.LINK, Command.FIX, Command.AMEND, Command.EVALUATE, Command.SEND)

CHECKING = (Command.VOTE, Command.CLEAR, Command.RETURN_OUTPUTS, Command.RELEASE)


def applied(person: Person, study: Study) -> bool:
    """Whether they applied for the study, or belong to its provider."""
    return person.account in study.did(*APPLYING) or person.belongs_to(study.provider)


def linked(person: Person, study: Study) -> bool:
    """Whether they have worked with the identifiers of the study's cohort."""
    return person.account in study.did(*LINKING)


def read_outcomes(person: Person, study: Study) -> bool:
    """Whether they have seen outcomes of the study."""
    return person.account in study.did(*READING)


def analysed(person: Person, study: Study) -> bool:
    """Whether they worked on the study as its analyst."""
    return person.account in study.did(*ANALYSING)


def checked(person: Person, study: Study) -> bool:
    """Whether they worked on the study as its checker."""
    return person.account in study.did(*CHECKING)


def voted(person: Person, study: Study) -> bool:
    """Whether they voted in this round of checking, on the outputs as they are."""
    return any(ballot.checker == person.account and whole(ballot, study.outputs) for ballot in study.ballots)
