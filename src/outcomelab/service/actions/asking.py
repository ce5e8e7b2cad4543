"""Asking for work that takes long: it is decided on, noted, and done by the worker, who asks again."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models

from outcomelab.service.actions.acting import Acting, Bring, By, act, nothing
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.refusals import Decision
from outcomelab.service.domain.variables import Uses
from outcomelab.service.store.models import JobRow


def ask(command: Command, by: By, reference: str, bring: Bring = nothing, *, uses: Uses | None = None) -> Decision:
    """Have the worker carry out a command, in the name of whoever asks. Refused as the command itself would be."""

    def brought(acting: Acting) -> Iterable[models.Model]:
        yield from bring(acting)
        yield job(acting, command)

    return act(command, by, reference, brought, uses=uses, told_as=f"{command.value}-asked")


def job(acting: Acting, command: Command) -> JobRow:
    """The job that an act asks for."""
    return JobRow(study=acting.row, command=command.value, by=acting.by.account, at=acting.by.at)
