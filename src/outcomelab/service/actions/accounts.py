"""What administrators do for people who cannot sign in."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import models

from outcomelab.errors import UsageError
from outcomelab.service.actions.acting import By
from outcomelab.service.actions.settling import Settled, looked_after, settle, the_lab
from outcomelab.service.domain.matters import Matter
from outcomelab.service.domain.roles import Side
from outcomelab.service.store.models import Account, OrganisationRow


def give_link(by: By, whom: int) -> Settled:
    """Whether somebody may be given a link by which they set a password. Raises UsageError for no account."""
    return settle(Matter.GIVE_LINK, by, _keepers(_known(whom)), lambda _: [], whom=whom)


def forget_factors(by: By, whom: int) -> Settled:
    """Remove the second factors of somebody who lost them. Raises UsageError when there is no such account."""
    account = _known(whom)

    def bring(_: object) -> list[models.Model]:
        Authenticator.objects.filter(user=account).delete()
        return []

    return settle(Matter.FORGET_FACTORS, by, _keepers(account), bring, whom=whom)


def _keepers(account: Account) -> dict[Side, str]:
    """Whose administrators may: the lab's, and those of the one organisation that somebody belongs to. For whoever
    belongs to several, who would be let into the others too, the lab's alone."""
    places = OrganisationRow.objects.filter(posts__account=account, posts__until=None).distinct()
    return looked_after(places[0]) if len(places) == 1 else {Side.LAB: the_lab().key}


def _known(whom: int) -> Account:
    account = Account.objects.filter(pk=whom, is_active=True).first()
    if account is None:
        raise UsageError("There is no such account, or it is closed.")
    return account
