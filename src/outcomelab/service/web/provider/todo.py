"""What a provider has to do for a study, and how far each of it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_noop as _

from outcomelab.service.domain.application import QUESTIONS
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.refusals import Allowed, Refused
from outcomelab.service.domain.saying import Said, said
from outcomelab.service.domain.states import State
from outcomelab.service.queries.study import Comment, Page, SentList


class Status(StrEnum):
    """How far a task is."""

    DONE = "Completed"
    NOT_STARTED = "Not yet started"
    INCOMPLETE = "Incomplete"
    UNDER_WAY = "Under way"
    COMMENTED = "Comments to answer"
    PROBLEM = "There is a problem"
    OPTIONAL = "Optional"
    NOT_YET = "Cannot start yet"


@dataclass(frozen=True)
class Task:
    """Something to do: `words`, the name of its address, how far it is. why_not: the refusal that stands in its
    way; hint: what else there is to say of it."""

    name: str
    words: str
    status: Status
    hint: Said | None = None
    why_not: Refused | None = None


def todo(page: Page) -> tuple[Task, ...]:
    """The tasks of a study, in their order."""
    return (
        _application(page),
        _list(page),
        Task("power", _("See what the report could show"), Status.OPTIONAL, said("Before anything is sent.")),
        _submit(page),
        _send(page),
        _report(page),
    )


def remarks(page: Page) -> Mapping[str, tuple[Comment, ...]]:
    """With which comments the study was returned, by the name of the question or `THE_LIST`; "" for all about no
    question of the application. None once it is submitted again."""
    found: dict[str, tuple[Comment, ...]] = {}
    if page.study.state is State.RETURNED:
        for one in page.comments:
            if one.command == Command.RETURN and one.at >= page.since:
                of_question = one.item in QUESTIONS or one.item == "title"
                for item in {one.item} if of_question else {one.item, ""}:
                    found[item] = (*found.get(item, ()), one)
    return found


def unusable(sent: SentList, under_way: bool) -> bool:
    """Whether a list was checked and cannot be used, or its check came to no end."""
    return sent.destroyed is None and sent.persons is None and not under_way


def _application(page: Page) -> Task:
    words, lacking = _("Write the application"), len(page.study.unanswered)
    hint = said("{count} questions are still to be answered.", count=lacking) if lacking else None
    if isinstance(page.commands[Command.SAVE], Refused):
        status = Status.DONE if page.study.submission else Status.NOT_YET
        return Task("application", words, status)
    if remarks(page):
        return Task("application", words, Status.COMMENTED, hint)
    if not any(answer.strip() for answer in page.draft.values()):
        return Task("application", words, Status.NOT_STARTED)
    return Task("application", words, Status.INCOMPLETE if lacking else Status.DONE, hint)


def _list(page: Page) -> Task:
    words, sent, decision = _("Upload the participants' list"), page.list, page.commands[Command.UPLOAD]
    if sent is None:
        why_not = decision if isinstance(decision, Refused) else None
        return Task("list", words, Status.NOT_YET if why_not else Status.NOT_STARTED, None, why_not)
    if sent.persons is not None:
        return Task("list", words, Status.DONE, said("{count} people", count=sent.persons))
    if unusable(sent, page.study.under_way):
        return Task("list", words, Status.PROBLEM)
    return Task("list", words, Status.NOT_YET if sent.destroyed else Status.UNDER_WAY)


def _submit(page: Page) -> Task:
    words, decision = _("Submit the application"), page.commands[Command.SUBMIT]
    if isinstance(decision, Allowed):
        return Task("submit", words, Status.NOT_STARTED, said("The custodian then decides on it."))
    if page.study.submission and page.study.state not in (State.DRAFT, State.RETURNED):
        return Task("submit", words, Status.DONE)
    return Task("submit", words, Status.NOT_YET, None, decision)


def _send(page: Page) -> Task:
    words, decision = _("Send the list to the lab"), page.commands[Command.RECEIVE]
    if isinstance(decision, Allowed):
        return Task("send", words, Status.NOT_STARTED)
    if page.list is not None and page.list.received:
        return Task("send", words, Status.DONE)
    return Task("send", words, Status.NOT_YET, None, decision)


def _report(page: Page) -> Task:
    if page.releases:
        return Task("report", _("Read the report"), Status.DONE, said("The lab has released it."))
    return Task("report", _("Read the report"), Status.NOT_YET, said("Once it is checked and released."))
