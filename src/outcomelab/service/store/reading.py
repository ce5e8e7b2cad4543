"""Rows as the domain's values: a person, a study, an agreement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

from outcomelab.protocol.rules import DisclosureRules
from outcomelab.service.domain.agreements import Agreement
from outcomelab.service.domain.application import missing
from outcomelab.service.domain.checking import Ballot, Says
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.events import ALLOWED
from outcomelab.service.domain.five_safes import Judgement, Safe, Verdict
from outcomelab.service.domain.purposes import Purpose
from outcomelab.service.domain.roles import Organisation, Person, Post, Role, Side
from outcomelab.service.domain.states import State
from outcomelab.service.domain.study import Done, Study, Thing
from outcomelab.service.domain.variables import Uses
from outcomelab.service.store.models import AuditRow, OrganisationRow, PostRow, StudyRow, TermsRow
from outcomelab.service.store.models.work import UNDER_WAY

WORKER = 0
_limit: ContextVar[Post | None] = ContextVar("limit", default=None)
COMMANDS = {command.value: command for command in Command}


def organisation(row: OrganisationRow) -> Organisation:
    """An organisation, as the rules know it."""
    return Organisation(row.key, Side(row.side))


@contextmanager
def limited_to(post: Post) -> Iterator[None]:
    """While this lasts, whoever acts or reads does so in this one role, where they hold it: a token's."""
    token = _limit.set(post)
    try:
        yield
    finally:
        _limit.reset(token)


def person(account: int) -> Person:
    """Whoever has that account, with every post they hold now, those outside a limit that is set `besides`; with
    none when it is closed or there is none."""
    rows = PostRow.objects.filter(account=account, account__is_active=True, until=None)
    posts = (Post(Role(row.role), organisation(row.organisation)) for row in rows.select_related("organisation"))
    held, limit = frozenset(posts), _limit.get()
    return Person(account, held) if limit is None else Person(account, held & {limit}, held - {limit})


def worker(lab: OrganisationRow) -> Person:
    """The worker of a lab."""
    return Person(WORKER, frozenset({Post(Role.WORKER, organisation(lab))}))


def agreement(reference: str) -> Agreement | None:
    """An agreement as its terms are now."""
    terms = TermsRow.objects.filter(agreement__reference=reference).order_by("version").last()
    return Agreement.model_validate_json(terms.terms) if terms else None


def signed_agreement(reference: str, today: dt.date) -> Agreement | None:
    """An agreement by the terms that all parties signed last, by which days are counted: terms that wait for
    signatures move none. As it is now when never all of them signed; revoked whenever it is now."""
    texts = TermsRow.objects.filter(agreement__reference=reference).order_by("-version")
    versions = [Agreement.model_validate_json(text) for text in texts.values_list("terms", flat=True)]
    if not versions:
        return None
    signed = next((one for one in versions if not one.unsigned(today)), versions[0])
    return signed.model_copy(update={"revoked": versions[0].revoked})


def study(row: StudyRow) -> Study:
    """A study as the rules see it. What was done to it is read in the audit log."""
    return Study(
        reference=row.reference,
        provider=row.provider.key,
        custodian=row.custodian.key,
        lab=row.lab.key,
        agreement=row.agreement.reference,
        purpose=Purpose(row.purpose),
        holding=row.holding.name,
        state=State(row.state),
        custodian_rules=DisclosureRules.model_validate(row.custodian.rules),
        history=history(row.reference),
        judgements=tuple(
            Judgement(Safe(one.safe), Verdict(one.verdict), one.by, one.submission)
            for one in row.judgements.order_by("pk")
        ),
        persons=row.persons,
        uses=uses(row),
        rules=None if row.rules is None else DisclosureRules.model_validate(row.rules),
        outputs=tuple(row.outputs.filter(replaced=None).order_by("name").values_list("sha256", flat=True)),
        ballots=_ballots(row),
        under_way=row.jobs.filter(state__in=UNDER_WAY).exists(),
        unanswered=tuple(question.name for question in missing(row.draft)),
        held=frozenset(thing for thing, column in HELD.items() if getattr(row, column)),
    )


HELD = {Thing.IDENTIFIERS: "identifiers_held", Thing.PROJECT_KEY: "project_key_held"}


def history(reference: str) -> tuple[Done, ...]:
    """Every command that was carried out on a study, in order, with its day where the lab is."""
    rows = AuditRow.objects.filter(study=reference, code=ALLOWED, command__in=COMMANDS).order_by("number")
    return tuple(
        Done(COMMANDS[command], who, timezone.localdate(at))
        for command, who, at in rows.values_list("command", "who", "at")
    )


def uses(row: StudyRow) -> Uses | None:
    """What a study's protocol reads, once there is one."""
    if row.uses is None:
        return None
    return Uses(row.uses["holding"], frozenset(row.uses["variables"]), frozenset(row.uses["outcomes"]))


def _ballots(row: StudyRow) -> tuple[Ballot, ...]:
    says: dict[tuple[int, bool], list[tuple[str, Says]]] = {}
    for vote in row.votes.filter(round=row.round).order_by("pk"):
        says.setdefault((vote.checker, vote.custodian), []).append((vote.output, Says(vote.says)))
    return tuple(Ballot(checker, custodian, tuple(said)) for (checker, custodian), said in says.items())
