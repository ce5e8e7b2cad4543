"""What somebody's own page, the first page of all and the demonstration show of accounts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from outcomelab.service.domain.roles import Role
from outcomelab.service.store.models import Account, OrganisationRow, PostRow


@dataclass(frozen=True)
class Held:
    """A role that somebody holds, by the name of its organisation."""

    account: int
    name: str
    role: Role
    organisation: str
    since: dt.datetime


def is_set_up() -> bool:
    """Whether there is a lab, or anybody."""
    return OrganisationRow.objects.exists() or Account.objects.exists()


def held(account: int | None = None) -> tuple[Held, ...]:
    """The roles that an account holds now, by organisation; those of everybody when none is given, which only a
    demonstration shows."""
    rows = PostRow.objects.filter(until=None, account__is_active=True)
    if account is not None:
        rows = rows.filter(account=account)
    return tuple(
        Held(
            row.account_id, row.account.name or row.account.email, Role(row.role), row.organisation.name, row.since
        )
        for row in rows.select_related("account", "organisation").order_by("organisation__name", "role", "account")
    )
