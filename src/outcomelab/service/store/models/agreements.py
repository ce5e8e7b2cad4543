"""Holdings by their metadata, and the agreements about them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from outcomelab.service.store.models.accounts import OrganisationRow


class HoldingRow(models.Model):
    """A registered holding: its name in the lab, its custodian, and its dictionary in JSON. None of its rows."""

    name = models.CharField(max_length=60, unique=True)
    custodian = models.ForeignKey(OrganisationRow, models.PROTECT, related_name="holdings")
    title = models.CharField(max_length=200)
    dictionary = models.TextField()
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)


class AgreementRow(models.Model):
    """An agreement between three organisations. Its terms are those of its `version`."""

    reference = models.CharField(max_length=11, unique=True)
    provider = models.ForeignKey(OrganisationRow, models.PROTECT, related_name="+")
    custodian = models.ForeignKey(OrganisationRow, models.PROTECT, related_name="+")
    lab = models.ForeignKey(OrganisationRow, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)


class TermsRow(models.Model):
    """The terms of an agreement as the domain's data in JSON, from `at` until the next version. Never changed."""

    agreement = models.ForeignKey(AgreementRow, models.PROTECT, related_name="terms")
    version = models.PositiveIntegerField(default=1)
    terms = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "version"], name="one_text_a_version")
        ]
