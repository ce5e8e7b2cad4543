"""Studies: where each stands. What was done to it, and by whom, is in the audit log and nowhere else."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from outcomelab.service.store.models.accounts import OrganisationRow
from outcomelab.service.store.models.agreements import AgreementRow, HoldingRow


class StudyRow(models.Model):
    """A study. `draft`: the provider's application, as its form has it. `since`: when it came into its state.
    `round`: of checking. `persons`: on the list that passed its checks. `protocol`: TOML, `uses`: what it reads.
    `rules`: those its outputs were protected by. `links`: the part of its work that its links are kept in. What is
    `..._held` is not destroyed yet."""

    reference = models.CharField(max_length=11, unique=True)
    provider = models.ForeignKey(OrganisationRow, models.PROTECT, related_name="+")
    custodian = models.ForeignKey(OrganisationRow, models.PROTECT, related_name="+")
    lab = models.ForeignKey(OrganisationRow, models.PROTECT, related_name="+")
    agreement = models.ForeignKey(AgreementRow, models.PROTECT, related_name="studies")
    holding = models.ForeignKey(HoldingRow, models.PROTECT, related_name="studies")
    purpose = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    draft = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=40)
    since = models.DateTimeField(default=timezone.now)
    round = models.PositiveIntegerField(default=0)
    persons = models.PositiveIntegerField(null=True, blank=True)
    protocol = models.TextField(blank=True)
    uses = models.JSONField(null=True, blank=True)
    rules = models.JSONField(null=True, blank=True)
    links = models.CharField(max_length=40, blank=True)
    identifiers_held = models.BooleanField(default=False)
    project_key_held = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "since"], name="study_by_state")]


class ProtocolRow(models.Model):
    """A protocol that a study had, from `at` on, by whom and with which command. Never changed; the last is the
    study's own."""

    study = models.ForeignKey(StudyRow, models.PROTECT, related_name="protocols")
    text = models.TextField()
    by = models.BigIntegerField()
    command = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now)
