"""Tokens with which a program acts for somebody, in one of their roles."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from outcomelab.service.store.models.accounts import Account, OrganisationRow


class TokenRow(models.Model):
    """A token: whose, for which of their roles, until when. Of its secret only the SHA-256 is kept."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="tokens")
    organisation = models.ForeignKey(OrganisationRow, models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    revoked = models.DateTimeField(null=True, blank=True)
