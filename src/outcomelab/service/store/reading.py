"""Rows as the domain's values: a person, a study, an agreement."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from django.db.models import QuerySet
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
from outcomelab.service.store.models import (
    AuditRow,
    JobRow,
    JudgementRow,
    OrganisationRow,
    OutputRow,
    PostRow,
    StudyRow,
    TermsRow,
    VoteRow,
)
from outcomelab.service.store.models.work import UNDER_WAY
from outcomelab.service.store.terms import terms

R = TypeVar("R", JudgementRow, OutputRow, VoteRow)
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
    return persons([account])[account]


def persons(accounts: Collection[int]) -> dict[int, Person]:
    """Whoever has each of these accounts, as `person` has them; read at once."""
    rows = PostRow.objects.filter(account__in=accounts, account__is_active=True, until=None)
    held = {account: set[Post]() for account in accounts}
    for row in rows.select_related("organisation"):
        held[row.account_id].add(Post(Role(row.role), organisation(row.organisation)))
    return {account: _limited(account, frozenset(posts)) for account, posts in held.items()}


def _limited(account: int, held: frozenset[Post]) -> Person:
    limit = _limit.get()
    return Person(account, held) if limit is None else Person(account, held & {limit}, held - {limit})


def worker(lab: OrganisationRow) -> Person:
    """The worker of a lab."""
    return Person(WORKER, frozenset({Post(Role.WORKER, organisation(lab))}))


def agreement(reference: str) -> Agreement | None:
    """An agreement as its terms are now."""
    row = TermsRow.objects.filter(agreement__reference=reference).order_by("version").last()
    return Agreement.model_validate_json(row.terms) if row else None


def signed_agreement(reference: str, today: dt.date) -> Agreement | None:
    """An agreement by the terms that all parties signed last, as `Terms.signed` has it."""
    return terms(reference).signed(today)


def study(row: StudyRow) -> Study:
    """A study as the rules see it. What was done to it is read in the audit log."""
    return studies([row])[0]


def studies(rows: Collection[StudyRow]) -> tuple[Study, ...]:
    """Studies as the rules see them, in the order of their rows, for as many queries as one takes. The rows come
    with their parties, agreement and holding where that is to hold for these too."""
    judgements = _of_each(JudgementRow.objects.filter(study__in=rows).order_by("pk"))
    outputs = _of_each(OutputRow.objects.filter(study__in=rows, replaced=None).order_by("name"))
    votes = _of_each(VoteRow.objects.filter(study__in=rows).order_by("pk"))
    working = set(JobRow.objects.filter(study__in=rows, state__in=UNDER_WAY).values_list("study", flat=True))
    done = _histories([row.reference for row in rows])
    return tuple(
        Study(
            reference=row.reference,
            provider=row.provider.key,
            custodian=row.custodian.key,
            lab=row.lab.key,
            agreement=row.agreement.reference,
            purpose=Purpose(row.purpose),
            holding=row.holding.name,
            state=State(row.state),
            custodian_rules=DisclosureRules.model_validate(row.custodian.rules),
            history=tuple(done[row.reference]),
            judgements=tuple(
                Judgement(Safe(one.safe), Verdict(one.verdict), one.by, one.submission)
                for one in judgements[row.pk]
            ),
            persons=row.persons,
            uses=uses(row),
            rules=None if row.rules is None else DisclosureRules.model_validate(row.rules),
            outputs=tuple(one.sha256 for one in outputs[row.pk]),
            ballots=_ballots(one for one in votes[row.pk] if one.round == row.round),
            under_way=row.pk in working,
            unanswered=tuple(question.name for question in missing(row.draft)),
            held=frozenset(thing for thing, column in HELD.items() if getattr(row, column)),
        )
        for row in rows
    )


HELD = {Thing.IDENTIFIERS: "identifiers_held", Thing.PROJECT_KEY: "project_key_held"}


def _histories(references: Collection[str]) -> defaultdict[str, list[Done]]:
    """Every command that was carried out on each study, in order, with its day where the lab is."""
    rows = AuditRow.objects.filter(study__in=references, code=ALLOWED, command__in=COMMANDS).order_by("number")
    found = defaultdict[str, list[Done]](list)
    for reference, command, who, at in rows.values_list("study", "command", "who", "at"):
        found[str(reference)].append(Done(COMMANDS[command], who, timezone.localdate(at)))
    return found


def uses(row: StudyRow) -> Uses | None:
    """What a study's protocol reads, once there is one."""
    if row.uses is None:
        return None
    return Uses(row.uses["holding"], frozenset(row.uses["variables"]), frozenset(row.uses["outcomes"]))


def _ballots(votes: Iterable[VoteRow]) -> tuple[Ballot, ...]:
    says: dict[tuple[int, bool], list[tuple[str, Says]]] = {}
    for vote in votes:
        says.setdefault((vote.checker, vote.custodian), []).append((vote.output, Says(vote.says)))
    return tuple(Ballot(checker, custodian, tuple(said)) for (checker, custodian), said in says.items())


def _of_each(rows: QuerySet[R]) -> defaultdict[int, list[R]]:
    """Rows by the study that they are of."""
    found = defaultdict[int, list[R]](list)
    for row in rows:
        found[row.study_id].append(row)
    return found
