"""Tokens for programs: each acts as its owner, in one role for one organisation, for a year at most."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from outcomelab.errors import UsageError
from outcomelab.service.actions.acting import By
from outcomelab.service.domain.events import Event
from outcomelab.service.domain.roles import Role
from outcomelab.service.domain.tokens import LONGEST_DAYS, drawn, hashed
from outcomelab.service.store.door import write
from outcomelab.service.store.models import PostRow, TokenRow

_LONGEST_NAME, _MOST = 100, 20


def make(by: By, role: Role, organisation: str, name: str, days: int) -> str:
    """Make a token for one of one's own roles. Returns its secret, which is never shown again.

    Raises UsageError for a role that one does not hold, a name that is none, too many days or tokens.
    """
    line = " ".join(name.split())
    if not line or len(line) > _LONGEST_NAME:
        raise UsageError(f"Give the token a name of at most {_LONGEST_NAME} characters: what uses it.")
    if not 1 <= days <= LONGEST_DAYS:
        raise UsageError(f"A token lasts 1 to {LONGEST_DAYS} days: choose a number of days.")
    with transaction.atomic():
        held = PostRow.objects.filter(account=by.account, account__is_active=True, until=None)
        post = held.filter(organisation__key=organisation, role=role.value).first()
        if post is None:
            raise UsageError("You don't have that role: choose one of yours.")
        if TokenRow.objects.filter(account=by.account, revoked=None, until__gt=by.at).count() >= _MOST:
            raise UsageError(f"You have {_MOST} tokens: revoke one that is not used any more.")
        secret = drawn()
        row = TokenRow(
            account=post.account, organisation=post.organisation, role=role.value, name=line,
            sha256=hashed(secret), since=by.at, until=by.at + dt.timedelta(days=days),
        )  # fmt: skip
        write(_told("make-token", by, row), row)
    return secret


def revoke(by: By, number: int) -> None:
    """Revoke one of one's own tokens, from now on. Raises UsageError when there is none such."""
    with transaction.atomic():
        row = TokenRow.objects.filter(pk=number, account=by.account, revoked=None).first()
        if row is None:
            raise UsageError("There is no such token of yours, or it is revoked.")
        row.revoked = by.at
        write(_told("revoke-token", by, row), row)


def _told(command: str, by: By, row: TokenRow) -> Event:
    return Event(
        at=by.at, who=by.account, account=by.account, command=command, role=Role(row.role),
        organisation=row.organisation.key,
    )  # fmt: skip
