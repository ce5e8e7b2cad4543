"""What people said of a study: judgements, comments, votes. Each is theirs, and is never changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from outcomelab.service.store.models.studies import StudyRow


class JudgementRow(models.Model):
    """One of the Five Safes as somebody judged it, of the how manieth submission, and in which words."""

    study = models.ForeignKey(StudyRow, models.PROTECT, related_name="judgements")
    safe = models.CharField(max_length=40)
    verdict = models.CharField(max_length=40)
    by = models.BigIntegerField()
    submission = models.PositiveIntegerField()
    words = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)


class CommentRow(models.Model):
    """What somebody wrote of an `item` of a study (a part of the application, an output), with which command."""

    study = models.ForeignKey(StudyRow, models.PROTECT, related_name="comments")
    item = models.CharField(max_length=100)
    words = models.TextField()
    by = models.BigIntegerField()
    command = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now)


class VoteRow(models.Model):
    """What a checker says of one output (by the hash of its content) in a round of checking."""

    study = models.ForeignKey(StudyRow, models.PROTECT, related_name="votes")
    round = models.PositiveIntegerField()
    output = models.CharField(max_length=64)
    says = models.CharField(max_length=20)
    checker = models.BigIntegerField()
    custodian = models.BooleanField()
    words = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["study", "round", "output", "checker"], name="one_vote_an_output_a_checker_a_round"
            )
        ]
