"""The audit log as a table: each event as its line, and beside it what it is looked up by."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from outcomelab import chain
from outcomelab.service.domain.events import Event


class AuditRow(models.Model):
    """An event. `line` is it, byte for byte as it is exported; the other columns repeat what `line` says, to look
    it up by, and are held against it whenever the log is verified."""

    number = models.BigIntegerField(primary_key=True)
    line = models.TextField()
    at = models.DateTimeField()
    who = models.BigIntegerField()
    organisation = models.CharField(max_length=60, null=True, blank=True)
    command = models.CharField(max_length=40)
    code = models.CharField(max_length=40)
    study = models.CharField(max_length=11, null=True, blank=True)
    agreement = models.CharField(max_length=11, null=True, blank=True)
    holding = models.CharField(max_length=60, null=True, blank=True)
    account = models.BigIntegerField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["study", "number"], name="audit_by_study"),
            models.Index(fields=["who", "number"], name="audit_by_who"),
            models.Index(fields=["holding", "number"], name="audit_by_holding"),
            models.Index(fields=["agreement", "number"], name="audit_by_agreement"),
            models.Index(fields=["account", "number"], name="audit_by_account"),
            models.Index(fields=["organisation", "number"], name="audit_by_organisation"),
            models.Index(fields=["command", "number"], name="audit_by_command"),
        ]

    @classmethod
    def of(cls, event: Event) -> AuditRow:
        """The row of an event that has its place in the chain."""
        return cls(
            number=event.number,
            line=chain.line(event.model_dump(mode="json")),
            **{name: getattr(event, name) for name in LOOKED_UP},
        )

    @property
    def event(self) -> Event:
        """The event."""
        return Event.model_validate_json(self.line)


LOOKED_UP = ("at", "who", "organisation", "command", "code", "study", "agreement", "holding", "account")


class VerifiedRow(models.Model):
    """How the log was found when all of it was verified last, the one row: up to which event, with what hash, and
    the first fault there was, "" where none. No act: it changes without an event."""

    at = models.DateTimeField()
    number = models.BigIntegerField()
    head = models.CharField(max_length=64)
    fault = models.TextField(blank=True)
