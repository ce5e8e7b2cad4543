"""Work that waits to be done. Beats, progress and tries are no acts: these rows change without an event."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.utils import timezone

from outcomelab.service.store.models.accounts import Account
from outcomelab.service.store.models.studies import StudyRow


class JobState(StrEnum):
    """Where a job stands. A failed one is asked for anew, by a new job."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


UNDER_WAY = (JobState.WAITING.value, JobState.RUNNING.value)


class JobRow(models.Model):
    """Long work on a study: which command, asked for by whom.

    lease: drawn anew whenever a worker takes it; who has another one has lost it, and ends nothing. beat: when the
    worker was last heard of. stage: how far it is. code, words: why it failed.
    """

    study = models.ForeignKey(StudyRow, models.PROTECT, related_name="jobs")
    command = models.CharField(max_length=40)
    by = models.BigIntegerField()
    state = models.CharField(max_length=20, default=JobState.WAITING.value)
    lease = models.CharField(max_length=32, blank=True)
    tries = models.PositiveIntegerField(default=0)
    beat = models.DateTimeField(null=True, blank=True)
    stage = models.CharField(max_length=40, blank=True)
    words = models.TextField(blank=True)
    code = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(default=timezone.now)
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["study"],
                condition=models.Q(state__in=UNDER_WAY),
                name="one_job_a_study_at_a_time",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["state", "at"], name="job_by_state")]


class NoticeRow(models.Model):
    """An e-mail to somebody about a study: which command happened, to which state. Sent after the act, and tried
    again (`not_before`) when it cannot be."""

    to = models.ForeignKey(Account, models.PROTECT, related_name="notices")
    study = models.ForeignKey(StudyRow, models.PROTECT, related_name="notices")
    command = models.CharField(max_length=40)
    state = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    tries = models.PositiveIntegerField(default=0)
    sent = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["sent", "not_before"], name="notice_to_send")]
