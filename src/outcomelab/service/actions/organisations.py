"""The lab and whoever works with it: organisations, accounts, and the roles that accounts have in them."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from pydantic import TypeAdapter
from pydantic import ValidationError as NotValid

from outcomelab.errors import UsageError
from outcomelab.protocol.rules import stricter
from outcomelab.service.actions.acting import By
from outcomelab.service.actions.settling import Settled, looked_after, settle, the_lab
from outcomelab.service.domain.agreements import Key
from outcomelab.service.domain.events import Event
from outcomelab.service.domain.matters import Matter
from outcomelab.service.domain.roles import MAY_HOLD, Role, Side
from outcomelab.service.store.door import write
from outcomelab.service.store.log import head
from outcomelab.service.store.models import Account, OrganisationRow, PostRow

_KEY: TypeAdapter[str] = TypeAdapter(Key)


def set_up(at: dt.datetime, key: str, name: str, email: str, password: str, who: str = "") -> Account:
    """The first act: the lab and its administrator, `who` being their name. Raises UsageError when it is set up
    already, or for what it cannot take."""
    with transaction.atomic():
        head()  # of two at once the second waits here
        if OrganisationRow.objects.exists() or Account.objects.exists():
            raise UsageError("The lab is set up already: its administrator signs in.")
        lab, account = _organisation(key, name, Side.LAB), _account(email, who)
        try:
            validate_password(password, account)
        except ValidationError as fault:
            raise UsageError(" ".join(fault.messages)) from None
        account.set_password(password)
        post = PostRow(account=account, organisation=lab, role=Role.ADMINISTRATOR.value, since=at)
        write(
            lambda: Event(at=at, who=account.pk, account=account.pk, organisation=lab.key, command="set-up"),
            *(lab, account, post),
        )
        return account


def add_organisation(by: By, key: str, name: str, side: Side) -> Settled:
    """Add a provider or a custodian. Raises UsageError for a second lab, or a key that is taken or none."""

    def bring(_: object) -> list[models.Model]:
        if side is Side.LAB:
            raise UsageError("There is one lab, which runs the service: add a provider or a custodian.")
        return [_organisation(key, name, side)]

    return settle(Matter.ADD_ORGANISATION, by, {Side.LAB: the_lab().key}, bring)


def change_rules(by: By, custodian: str, rules: dict[str, object]) -> Settled:
    """A custodian's own disclosure rules, by name, for all that comes. Raises UsageError for laxer ones."""
    organisation = _of(custodian)

    def bring(_: object) -> list[models.Model]:
        stricter(rules)
        organisation.rules = rules
        return [organisation]

    return settle(Matter.CHANGE_RULES, by, {Side(organisation.side): organisation.key}, bring)


def invite(by: By, organisation: str, email: str, name: str) -> tuple[Settled, Account | None]:
    """Add somebody's account, without a password and without a role. Raises UsageError for an address that is none
    or has an account."""
    made: list[Account] = []

    def bring(_: object) -> list[models.Model]:
        account = _account(email, name)
        account.set_unusable_password()
        made.append(account)
        return list(made)

    settled = settle(Matter.INVITE, by, looked_after(_of(organisation)), bring, whom=lambda: made[0].pk)
    return settled, made[0] if made else None


def close_account(by: By, whom: int) -> Settled:
    """Close an account: it has no posts any more, and nobody signs in with it."""

    def bring(_: object) -> list[models.Model]:
        account = _known(whom)
        account.is_active = False
        posts = list(account.posts.filter(until=None))
        for post in posts:
            post.until = by.at
        return [account, *posts]

    return settle(Matter.CLOSE_ACCOUNT, by, {Side.LAB: the_lab().key}, bring, whom=whom)


def give_role(by: By, whom: int, role: Role, organisation: str) -> Settled:
    """Give an account a role in an organisation. Raises UsageError for a role that such an organisation lacks."""
    place = _of(organisation)

    def bring(_: object) -> list[models.Model]:
        if role is Role.WORKER or Side(place.side) not in MAY_HOLD[role]:
            raise UsageError(f"A {place.side} has no {role}: choose another role.")
        account = _known(whom)
        if account.posts.filter(organisation=place, role=role.value, until=None).exists():
            raise UsageError("They have that role already.")
        return [PostRow(account=account, organisation=place, role=role.value, since=by.at)]

    return settle(Matter.GIVE_ROLE, by, looked_after(place), bring, whom=whom)


def take_role(by: By, whom: int, role: Role, organisation: str) -> Settled:
    """Take a role from an account, from now on. Raises UsageError when it has none such."""
    place = _of(organisation)

    def bring(_: object) -> list[models.Model]:
        post = PostRow.objects.filter(account=whom, organisation=place, role=role.value, until=None).first()
        if post is None:
            raise UsageError("They don't have that role.")
        post.until = by.at
        return [post]

    return settle(Matter.TAKE_ROLE, by, looked_after(place), bring, whom=whom)


def _organisation(key: str, name: str, side: Side) -> OrganisationRow:
    try:
        _KEY.validate_python(key)
    except NotValid:
        raise UsageError("Give the organisation a short name of small letters, digits and hyphens.") from None
    if OrganisationRow.objects.filter(key=key).exists():
        raise UsageError(f"There is an organisation {key}: give this one another short name.")
    if not name.strip():
        raise UsageError("Give the organisation its name.")
    return OrganisationRow(key=key, name=name.strip(), side=side.value)


def _account(email: str, name: str) -> Account:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise UsageError("This is no e-mail address: look at it again.") from None
    if Account.objects.filter(email__iexact=address).exists():
        raise UsageError("There is an account with this e-mail address.")
    return Account(email=address, name=name.strip())


def _known(whom: int) -> Account:
    account = Account.objects.filter(pk=whom, is_active=True).first()
    if account is None:
        raise UsageError("There is no such account, or it is closed.")
    return account


def _of(key: str) -> OrganisationRow:
    organisation = OrganisationRow.objects.filter(key=key).first()
    if organisation is None:
        raise UsageError("There is no such organisation.")
    return organisation
