"""Files of a study that lie elsewhere: where, and the hash of what lies there. Never what is in them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from outcomelab.service.store.models.studies import StudyRow


class CohortFileRow(models.Model):
    """A participants' list as it was uploaded: encrypted, at `place` under the folder of data.

    sha256: of the encrypted file; key_sha256: of its key. persons, findings, problems: of its checks, once it was
    checked; they name rows and columns, never a cell. received: taken in for the study. destroyed: file and key
    are gone.
    """

    study = models.ForeignKey(StudyRow, models.PROTECT, related_name="lists")
    place = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    key_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)
    checked = models.DateTimeField(null=True, blank=True)
    persons = models.PositiveIntegerField(null=True, blank=True)
    findings = models.JSONField(default=list, blank=True)
    problems = models.JSONField(default=list, blank=True)
    received = models.DateTimeField(null=True, blank=True)
    destroyed = models.DateTimeField(null=True, blank=True)


class OutputRow(models.Model):
    """An output: by the hash of its content, at `place`, its evidence beside it. `replaced`: it is none of the
    study's any more."""

    study = models.ForeignKey(StudyRow, models.PROTECT, related_name="outputs")
    name = models.CharField(max_length=100)
    place = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)
    replaced = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["study", "name"], condition=models.Q(replaced=None), name="one_output_of_a_name"
            )
        ]


class ReleaseRow(models.Model):
    """What was released of a study: the report's folder, its hash, its headline; `headlines` in other languages,
    by their codes."""

    study = models.ForeignKey(StudyRow, models.PROTECT, related_name="releases")
    place = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    headline = models.TextField(blank=True)
    headlines = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(default=timezone.now)
    published = models.DateTimeField(null=True, blank=True)


class CertificateRow(models.Model):
    """That a thing was destroyed: when, by whom, why then, and the hashes of what is gone. Never changed."""

    study = models.ForeignKey(StudyRow, models.PROTECT, related_name="certificates")
    thing = models.CharField(max_length=40)
    by = models.BigIntegerField()
    because = models.CharField(max_length=200)
    hashes = models.JSONField()
    at = models.DateTimeField(default=timezone.now)
