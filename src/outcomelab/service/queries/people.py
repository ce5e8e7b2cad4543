"""Who is who: the members that an administrator looks after, and names to show beside account numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from outcomelab.service.domain.roles import Role, Side
from outcomelab.service.store import reading
from outcomelab.service.store.models import Account, OrganisationRow, PostRow


@dataclass(frozen=True)
class Member:
    """A post that somebody holds now, with who they are."""

    account: int
    name: str
    email: str
    role: Role
    organisation: str
    since: dt.datetime


@dataclass(frozen=True)
class Listed:
    """An organisation as the service knows it."""

    key: str
    name: str
    side: Side


def organisations() -> tuple[Listed, ...]:
    """Every organisation, by name: who works with the lab is public."""
    return tuple(
        Listed(row.key, row.name, Side(row.side)) for row in OrganisationRow.objects.order_by("name", "key")
    )


def members(account: int) -> tuple[Member, ...]:
    """Who holds which post in the organisations that somebody administers; of all of them for the lab's
    administrator, and of none for whoever administers none."""
    posts = [post.organisation for post in reading.person(account).posts if post.role is Role.ADMINISTRATOR]
    among = Q(organisation__key__in=[organisation.key for organisation in posts])
    if any(organisation.side is Side.LAB for organisation in posts):
        among = Q()
    rows = PostRow.objects.filter(among, until=None, account__is_active=True)
    return tuple(
        Member(
            row.account_id, row.account.name, row.account.email, Role(row.role), row.organisation.key, row.since
        )
        for row in rows.select_related("account", "organisation").order_by(
            "organisation__name", "account__name", "pk"
        )
    )


def names(accounts: Iterable[int]) -> dict[int, str]:
    """The name, or else the address, of each account that there is; the worker has none. To be shown only on pages
    whose reader sees what these accounts did."""
    rows = Account.objects.filter(pk__in=set(accounts)).values_list("pk", "name", "email")
    return {number: name or email for number, name, email in rows}
