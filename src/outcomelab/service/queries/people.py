"""Who is who: the members that an administrator looks after, and names to show beside account numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from outcomelab.service.domain.events import ALLOWED
from outcomelab.service.domain.matters import Matter
from outcomelab.service.domain.roles import Role, Side
from outcomelab.service.store import reading
from outcomelab.service.store.models import Account, AuditRow, OrganisationRow, PostRow


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


def names_of_organisations() -> dict[str, str]:
    """The name of each organisation, by its key."""
    return {one.key: one.name for one in organisations()}


@dataclass(frozen=True)
class Somebody:
    """Somebody with an account, and the posts they hold in organisations that the reader administers."""

    account: int
    name: str
    email: str
    posts: tuple[Member, ...]


def administered(account: int) -> tuple[Listed, ...]:
    """The organisations that somebody administers, by name: all of them for the lab's administrator."""
    keys = _administered(account)
    return tuple(one for one in organisations() if keys is None or one.key in keys)


def administers_lab(account: int) -> bool:
    """Whether somebody administers the lab, and so every organisation."""
    return _administered(account) is None


def stewarded(account: int) -> tuple[Listed, ...]:
    """The custodians that somebody is steward of."""
    posts = reading.person(account).posts
    keys = {post.organisation.key for post in posts if post.role is Role.STEWARD}
    return tuple(one for one in organisations() if one.key in keys)


def members(account: int) -> tuple[Member, ...]:
    """Who holds which post in the organisations that somebody administers; of all of them for the lab's
    administrator, and of none for whoever administers none."""
    keys = _administered(account)
    among = Q() if keys is None else Q(organisation__key__in=keys)
    rows = PostRow.objects.filter(among, until=None, account__is_active=True)
    return tuple(
        Member(
            row.account_id, row.account.name, row.account.email, Role(row.role), row.organisation.key, row.since
        )
        for row in rows.select_related("account", "organisation").order_by(
            "organisation__name", "account__name", "pk"
        )
    )


def member(account: int, whom: int) -> Somebody | None:
    """Somebody as an administrator sees them: of their organisations, or whom they added and who has no role yet.
    None for others."""
    row = Account.objects.filter(pk=whom, is_active=True).first()
    posts = tuple(one for one in members(account) if one.account == whom)
    if row is None or not (posts or any(one.account == whom for one in without_role(account))):
        return None
    return Somebody(row.pk, row.name, row.email, posts)


def without_role(account: int) -> tuple[Somebody, ...]:
    """Accounts without any role that somebody may give one: those added for the organisations they administer."""
    keys = _administered(account)
    invited = AuditRow.objects.filter(command=Matter.INVITE.value, code=ALLOWED)
    if keys is not None:
        colleagues = PostRow.objects.filter(
            organisation__key__in=keys, role=Role.ADMINISTRATOR.value, until=None
        ).values("account")
        invited = invited.filter(Q(organisation__in=keys) | Q(who__in=colleagues))
    rows = Account.objects.filter(is_active=True, pk__in=invited.values("account"))
    rows = rows.exclude(posts__until=None, posts__isnull=False).order_by("name", "pk")
    return tuple(Somebody(row.pk, row.name, row.email, ()) for row in rows)


def _administered(account: int) -> frozenset[str] | None:
    """The keys of the organisations that somebody administers; None for all, as the lab's administrator does."""
    posts = [post.organisation for post in reading.person(account).posts if post.role is Role.ADMINISTRATOR]
    if any(organisation.side is Side.LAB for organisation in posts):
        return None
    return frozenset(organisation.key for organisation in posts)


def names(accounts: Iterable[int]) -> dict[int, str]:
    """The name, or else the address, of each account that there is; the worker has none. To be shown only on pages
    whose reader sees what these accounts did."""
    rows = Account.objects.filter(pk__in=set(accounts)).values_list("pk", "name", "email")
    return {number: name or email for number, name, email in rows}
