"""The queue of long work, in the same database: taken under a lease, kept by beats, given back when they stop."""

from __future__ import annotations

import datetime as dt
import secrets
from contextlib import suppress
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from outcomelab.service.domain import telling
from outcomelab.service.domain.events import Event
from outcomelab.service.store.door import working, write
from outcomelab.service.store.models import JobRow
from outcomelab.service.store.models.work import JobState
from outcomelab.service.store.reading import WORKER

_MOST_TRIES = 5


class LeaseLostError(RuntimeError):
    """Another worker has the job: this one was taken for dead."""


@dataclass(frozen=True)
class Job:
    """A job that was taken. `lease`: what it is ended with. `at`: when it was asked for."""

    number: int
    study: str
    command: str
    by: int
    at: dt.datetime
    lease: str


def take(now: dt.datetime, study: str | None = None) -> Job | None:
    """The job that waits longest, of one study if it is named, taken for oneself; None when none waits."""
    with transaction.atomic(), working():
        waiting = JobRow.objects.filter(state=JobState.WAITING.value).order_by("at", "pk")
        if study is not None:
            waiting = waiting.filter(study__reference=study)
        row = waiting.select_for_update(skip_locked=True, of=("self",)).select_related("study").first()
        if row is None:
            return None
        row.state, row.lease, row.beat = JobState.RUNNING.value, secrets.token_hex(16), now
        row.tries += 1
        row.save()
        return Job(row.pk, row.study.reference, row.command, row.by, row.at, row.lease)


def beat(job: Job, now: dt.datetime, stage: str = "") -> None:
    """Say that a job is being worked on, and how far it is. Raises LeaseLostError when somebody else has it."""
    said = {"stage": stage} if stage else {}
    with working():
        mine = JobRow.objects.filter(pk=job.number, lease=job.lease, state=JobState.RUNNING.value)
        if not mine.update(beat=now, **said):
            raise LeaseLostError


def ended(job: Job, now: dt.datetime) -> JobRow:
    """The row of a job that is done, to be saved with what came of it. Raises LeaseLostError when somebody else
    has it, so that nothing is written twice."""
    row = JobRow.objects.select_for_update().filter(pk=job.number, lease=job.lease).first()
    if row is None or row.state != JobState.RUNNING.value:
        raise LeaseLostError
    row.state, row.ended, row.stage = JobState.DONE.value, now, ""
    return row


def failed(job: Job, now: dt.datetime, code: str, words: str) -> None:
    """A job ends without what was asked for; why, in words for whoever asked. The event has the code alone."""
    with transaction.atomic():
        row = ended(job, now)
        row.state, row.code, row.words = JobState.FAILED.value, code, words
        write(Event(at=now, who=WORKER, command=f"{job.command}-failed", code=code, study=job.study), row)


def hand_back(job: Job) -> None:
    """Have somebody else take a job that one is at, at once; it counts as no try. One that has ended meanwhile, or
    that somebody else has, stays as it is."""
    with working():
        mine = JobRow.objects.filter(pk=job.number, lease=job.lease, state=JobState.RUNNING.value)
        mine.update(state=JobState.WAITING.value, lease="", tries=F("tries") - 1)


def reap(now: dt.datetime, patience: dt.timedelta) -> None:
    """Have jobs taken anew whose worker was not heard of for that long; one that was tried too often fails.
    Whoever is heard of again meanwhile keeps theirs."""
    silent = JobRow.objects.filter(state=JobState.RUNNING.value, beat__lt=now - patience)
    for row in silent.select_related("study"):
        job = Job(row.pk, row.study.reference, row.command, row.by, row.at, row.lease)
        if row.tries >= _MOST_TRIES:
            with suppress(LeaseLostError), transaction.atomic():
                if silent.select_for_update(of=("self",)).filter(pk=row.pk, lease=row.lease).first():
                    failed(job, now, "stopped", telling.ended("stopped", ""))
            continue
        with working():
            silent.filter(pk=row.pk, lease=row.lease).update(state=JobState.WAITING.value, lease="")


def give_back(study: str) -> None:
    """Have a study's job taken anew whose worker is known to be gone."""
    with working():
        running = JobRow.objects.filter(state=JobState.RUNNING.value, study__reference=study)
        running.update(state=JobState.WAITING.value, lease="")
