"""Tokens: those of somebody, and whom a secret stands for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from outcomelab.service.domain.roles import Post, Role
from outcomelab.service.domain.tokens import hashed
from outcomelab.service.store import reading
from outcomelab.service.store.models import TokenRow


@dataclass(frozen=True)
class Token:
    """One of somebody's tokens, without its secret."""

    number: int
    name: str
    role: Role
    organisation: str
    since: dt.datetime
    until: dt.datetime


@dataclass(frozen=True)
class Bearer:
    """Whom a secret stands for, and the one role in which it acts."""

    token: int
    account: int
    post: Post


def tokens(account: int, now: dt.datetime) -> tuple[Token, ...]:
    """Those that are good, the latest first."""
    rows = TokenRow.objects.filter(account=account, revoked=None, until__gt=now).select_related("organisation")
    return tuple(
        Token(row.pk, row.name, Role(row.role), row.organisation.key, row.since, row.until)
        for row in rows.order_by("-pk")
    )


def bearer(secret: str, now: dt.datetime) -> Bearer | None:
    """Whom a secret stands for; None when its token is unknown, over or revoked, or its account closed."""
    rows = TokenRow.objects.filter(sha256=hashed(secret), revoked=None, until__gt=now, account__is_active=True)
    row = rows.select_related("organisation").first()
    if row is None:
        return None
    return Bearer(row.pk, row.account_id, Post(Role(row.role), reading.organisation(row.organisation)))
