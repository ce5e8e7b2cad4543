"""Studies: which are mine, where one stands, what its provider does, and every act that brings nothing along."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import File, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from outcomelab.people.sheet import MOST_BYTES
from outcomelab.service.actions import applying, lists
from outcomelab.service.actions.plain import PLAIN
from outcomelab.service.api.answers import Done, Fault, FaultError, done, not_there, refusal
from outcomelab.service.api.limit import by
from outcomelab.service.api.texts import Reference, Text
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.purposes import Purpose
from outcomelab.service.domain.refusals import Refused
from outcomelab.service.queries import study as studies
from outcomelab.service.queries.turns import turns
from outcomelab.service.wording.hearing import column, heard

router = Router(tags=["studies"])
FAULTS = {401: Fault, 403: Fault, 404: Fault, 409: Fault, 422: Fault, 429: Fault}


class Mine(Schema):
    """A study of mine. `next`: what I may do next."""

    reference: str
    title: str
    state: str
    since: dt.datetime
    under_way: bool
    next: list[str]


class May(Schema):
    """Whether a command may be given now, or why not."""

    allowed: bool
    code: str = ""
    sentence: str = ""


class Study(Schema):
    """A study as its parties see it."""

    reference: str
    title: str
    state: str
    since: dt.datetime
    provider: str
    custodian: str
    lab: str
    agreement: str
    purpose: str
    holding: str
    persons: int | None
    under_way: bool
    draft: dict[str, str]
    protocol: str
    outputs: list[str]
    commands: dict[str, May]
    comments: list[studies.Comment]
    participants: studies.SentList | None
    work: studies.Work | None
    releases: list[studies.Release]
    certificates: list[studies.Certificate]


class New(Schema):
    """A study to be begun."""

    agreement: Text
    holding: Text
    purpose: Purpose
    title: Text


class Application(Schema):
    """An application as it stands: answers by the names of its questions."""

    title: Text
    answers: dict[Text, Text] = Field(default_factory=dict)


@router.get("", response={200: list[Mine], **FAULTS})
def mine(request: HttpRequest) -> list[Mine]:
    """Every study the token's role has a part in, the ones that wait longest first."""
    who = by(request)
    return [
        Mine(
            reference=turn.reference, title=turn.title, state=turn.state.value, since=turn.since,
            under_way=turn.under_way, next=[command.value for command in turn.mine],
        )
        for turn in turns(who.account, who.today)
    ]  # fmt: skip


@router.post("", response={201: Done, **FAULTS})
def begin(request: HttpRequest, new: New) -> Status[Done]:
    """Begin a study, in draft."""
    decision, reference = applying.begin(by(request), new.agreement, new.holding, new.purpose, new.title)
    return Status(201, done(decision, reference))


@router.get("/{reference}", response={200: Study, **FAULTS})
def one(request: HttpRequest, reference: Reference) -> Study:
    """Where a study stands, and which commands may be given."""
    who = by(request)
    page = studies.page(who.account, reference, who.today)
    if page is None:
        raise not_there()
    study = page.study
    return Study(
        reference=study.reference, title=page.title, state=study.state.value, since=page.since,
        provider=study.provider, custodian=study.custodian, lab=study.lab, agreement=study.agreement,
        purpose=study.purpose.value, holding=study.holding, persons=study.persons, under_way=study.under_way,
        draft=dict(page.draft), protocol=page.protocol, outputs=list(study.outputs),
        commands={command.value: may(decision) for command, decision in page.commands.items()},
        comments=list(page.comments), participants=page.list and _told(page.list),
        work=page.work and replace(page.work, words=heard(page.work.words)), releases=list(page.releases),
        certificates=list(page.certificates),
    )  # fmt: skip


@router.put("/{reference}/application", response={200: Done, **FAULTS})
def save(request: HttpRequest, reference: Reference, application: Application) -> Done:
    """Save the application as it stands."""
    return done(applying.save_draft(by(request), reference, application.title, application.answers))


@router.post("/{reference}/list", response={202: Done, **FAULTS})
def upload(request: HttpRequest, reference: Reference, file: File[UploadedFile]) -> Status[Done]:
    """Upload a participants' list, which the worker checks."""
    if file.size is None or file.size > MOST_BYTES:
        sentence = _("The file is larger than {most} MB.").format(most=MOST_BYTES // 1_000_000)
        raise FaultError(422, Fault(code="too-large", sentence=sentence))
    return Status(202, done(lists.upload(by(request), reference, file.read(), file.name or "")))


@router.post("/{reference}/commands/{command}", response={200: Done, **FAULTS})
def give(request: HttpRequest, reference: Reference, command: Command) -> Done:
    """Give a command that brings nothing along, such as `submit`; what takes long is done by the worker."""
    if (act := PLAIN.get(command)) is None:
        raise not_there()
    return done(act(by(request), reference))


def _told(found: studies.SentList) -> studies.SentList:
    """What the checks of a list found, in the language that is asked for."""
    return replace(found, findings=tuple(map(heard, found.findings)), problems=tuple(map(_said, found.problems)))


def _said(problem: Mapping[str, str | int]) -> Mapping[str, str | int]:
    where, wrong, mend = (str(problem[name]) for name in ("column", "wrong", "mend"))
    return {**problem, "column": column(where, wrong), "wrong": heard(wrong), "mend": heard(mend)}


def may(decision: object) -> May:
    """What is answered of a decision that nobody acts on yet."""
    if isinstance(decision, Refused):
        return May(allowed=False, **refusal(decision).model_dump())
    return May(allowed=True)
