"""A study's page: where it stands, what was said of it, and for each command whether the reader may give it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.db.models import Q

from outcomelab.service.domain import checking
from outcomelab.service.domain.agreements import Agreement
from outcomelab.service.domain.checking import Ballot
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.refusals import Decision
from outcomelab.service.domain.retention import Due, due
from outcomelab.service.domain.seeing import sees_errors, sees_links, sees_problems, sees_votes
from outcomelab.service.domain.study import Study
from outcomelab.service.domain.telling import ended, goes_on
from outcomelab.service.queries.opened import opened
from outcomelab.service.store.deciding import decider
from outcomelab.service.store.models import CohortFileRow, JobRow, StudyRow
from outcomelab.service.store.models.work import UNDER_WAY
from outcomelab.service.store.terms import terms


@dataclass(frozen=True)
class Comment:
    """What was written of an item (a question, an output by its hash); by which account, with which command."""

    item: str
    words: str
    by: int
    command: str
    at: dt.datetime


@dataclass(frozen=True)
class SentList:
    """The participants' list by its checks. `problems`: row, column, what is wrong, how to mend it; for those who
    can mend it, none for others, who see how many there are."""

    at: dt.datetime
    checked: dt.datetime | None
    persons: int | None
    findings: tuple[str, ...]
    found: int
    problems: tuple[Mapping[str, str | int], ...]
    received: dt.datetime | None
    destroyed: dt.datetime | None


@dataclass(frozen=True)
class Work:
    """The last long work: which command, where it stands, how far it is, why it failed: in the words of what
    failed for the lab's analysts, by its code for others."""

    command: str
    state: str
    stage: str
    words: str
    code: str
    at: dt.datetime


@dataclass(frozen=True)
class Release:
    """What was released, and when it was published if it is."""

    headline: str
    sha256: str
    at: dt.datetime
    published: dt.datetime | None


@dataclass(frozen=True)
class Certificate:
    """That something was destroyed, and the hashes of what is gone."""

    thing: str
    because: str
    hashes: Mapping[str, str]
    at: dt.datetime


@dataclass(frozen=True)
class Names:
    """What a study's parties and its holding are called."""

    provider: str
    custodian: str
    lab: str
    holding: str


@dataclass(frozen=True)
class Page:
    """Everything a study's page shows to one reader; `study` has the ballots they see. `links`: whether they see
    how good its linkage is."""

    title: str
    names: Names
    study: Study
    agreement: Agreement | None
    since: dt.datetime
    draft: Mapping[str, str]
    protocol: str
    commands: Mapping[Command, Decision]
    comments: tuple[Comment, ...]
    ballots: tuple[Ballot, ...]
    list: SentList | None
    work: Work | None
    releases: tuple[Release, ...]
    certificates: tuple[Certificate, ...]
    due: tuple[Due, ...]
    links: bool


def page(account: int, reference: str, today: dt.date) -> Page | None:
    """The page of a study for whoever has that account; None when they have no part in it, or there is none."""
    found = opened(account, reference)
    if found is None:
        return None
    row, study, person = found.row, found.study, found.person
    under = terms(study.agreement)
    decision, signed = decider(person, study, today, terms=under), under.signed(today)
    ballots = checking.visible(study.ballots, study.outputs, account) if sees_votes(person, study) else ()
    last_list, last_work = row.lists.order_by("pk").last(), _last_work(row)
    return Page(
        title=row.title,
        names=Names(row.provider.name, row.custodian.name, row.lab.name, row.holding.title),
        study=replace(study, ballots=ballots),
        agreement=under.now,
        since=row.since,
        draft=row.draft,
        protocol=row.protocol,
        commands={command: decision(command) for command in Command},
        comments=(*_comments(row), *_words_of(row, ballots)),
        ballots=ballots,
        list=_list(last_list, sees_problems(person, study)) if last_list else None,
        work=_work(last_work, sees_errors(person, study)) if last_work else None,
        releases=tuple(
            Release(one.headline, one.sha256, one.at, one.published) for one in row.releases.order_by("pk")
        ),
        certificates=tuple(
            Certificate(one.thing, one.because, one.hashes, one.at) for one in row.certificates.order_by("pk")
        ),
        due=due(study, signed) if signed else (),
        links=sees_links(person, study),
    )


def _comments(row: StudyRow) -> Iterator[Comment]:
    for one in row.comments.order_by("pk"):
        yield Comment(one.item, one.words, one.by, one.command, one.at)


def _words_of(row: StudyRow, ballots: tuple[Ballot, ...]) -> Iterator[Comment]:
    """What checkers wrote with the votes that are seen."""
    seen = [ballot.checker for ballot in ballots]
    for one in row.votes.filter(round=row.round, checker__in=seen).exclude(words="").order_by("pk"):
        yield Comment(one.output, one.words, one.checker, Command.VOTE.value, one.at)


def _list(row: CohortFileRow, problems: bool) -> SentList:
    return SentList(
        row.at,
        row.checked,
        row.persons,
        tuple(row.findings),
        len(row.problems),
        tuple(row.problems) if problems else (),
        row.received,
        row.destroyed,
    )


def _last_work(row: StudyRow) -> JobRow | None:
    """The last work on the study itself: a try on made-up data that has ended is told elsewhere."""
    tried = Q(command=Command.TRY.value) & ~Q(state__in=UNDER_WAY)
    return row.jobs.exclude(tried).order_by("pk").last()


def _work(row: JobRow, errors: bool) -> Work:
    if not row.code:
        words = goes_on(row.stage) if row.stage else ""
    else:
        words = row.words if errors else ended(row.code, row.words)
    return Work(row.command, row.state, row.stage, words, row.code, row.at)
