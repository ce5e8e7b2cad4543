"""Links by which somebody sets a password, once: by e-mail, or else handed over by an administrator."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from outcomelab.service.actions.accounts import give_link
from outcomelab.service.actions.acting import By
from outcomelab.service.domain.refusals import Refused
from outcomelab.service.store.models import Account
from outcomelab.service.web.signing_in.adapters import Accounts


@dataclass(frozen=True)
class Link:
    """A link for an account. `address` is to be handed over to its holder, and empty when it was sent to them."""

    account: int
    address: str


def link_for(by: By, whom: int) -> Link | Refused:
    """Send somebody a link to set a password, or make one to hand over where no mail can be sent. It works for
    three days, until a password is set. Raises UsageError when there is no such account."""
    decision = give_link(by, whom)
    if isinstance(decision, Refused):
        return decision
    account = Account.objects.get(pk=whom)
    address = _address(account)
    return Link(whom, "" if Accounts().send_invitation(account, address) else address)


def _address(account: Account) -> str:
    key = {"uidb36": user_pk_to_url_str(account), "key": default_token_generator.make_token(account)}
    return urljoin(settings.ADDRESS, reverse("account_reset_password_from_key", kwargs=key))
