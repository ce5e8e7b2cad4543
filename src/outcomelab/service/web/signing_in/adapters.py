"""Where django-allauth asks what is ours to decide."""

from __future__ import annotations

import base64
import logging
import os
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from outcomelab.service.actions.signing_in import not_let_in
from outcomelab.service.domain.signing_in import NotIn
from outcomelab.service.store.models import Account

_NONCE = 12
_log = logging.getLogger("outcomelab.service.web")


def displayed(account: Account) -> str:
    """How somebody is called: by their name, or else their address."""
    return account.name or account.email


class Accounts(DefaultAccountAdapter):
    """Nobody signs up; failures are recorded; mails are sent in the language of whoever gets them."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This e-mail address and password do not belong together."),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _("This was tried too often. Wait five minutes, then try again."),
    }

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ARG002 theirs
        """Record a wrong password for an account that there is."""
        account = Account.objects.filter(email__iexact=credentials.get("email", "")).first()
        if account is not None:
            why = NotIn.WRONG_PASSWORD if account.is_active else NotIn.CLOSED
            not_let_in(account.pk, why, timezone.now())

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """Record that somebody tried an account that is closed."""
        not_let_in(user.pk, NotIn.CLOSED, timezone.now())
        return super().respond_user_inactive(request, user)

    def is_reauthentication_required(self, **_: Any) -> bool:
        """Whether so much time went by that whoever sits there is asked once more who they are."""
        records = get_authentication_records(self.request, self.request.user)
        last = records[-1]["at"] if records else 0
        return bool(time.time() - last > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, Any]]:
        """How somebody shows that it is still them; whoever has neither password nor factor signs in once more."""
        methods = super().get_reauthentication_methods(user)
        once_more = {"id": "once-more", "description": _("Sign in once more"), "url": reverse("once-more")}
        return methods or [once_more]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail in the language of the account it goes to. One that cannot be sent holds nothing up."""
        self._sent(template_prefix, email, context)

    def send_invitation(self, account: Account, link: str) -> bool:
        """Send somebody the link by which they set a password. Whether it was sent."""
        return self._sent("account/email/invitation", account.email, {"link": link})

    def _sent(self, template_prefix: str, email: str, context: dict[str, Any]) -> bool:
        if not settings.EMAIL_HOST:
            return False
        account = Account.objects.filter(email__iexact=email).first()
        with translation.override(account.language if account else translation.get_language()):
            try:
                self.render_mail(template_prefix, email, {"service": settings.ADDRESS} | context).send()
            except OSError:
                _log.exception("a mail about signing in could not be sent")
                return False
        return True


class Factors(DefaultMFAAdapter):
    """Second factors: whatever codes come from is kept encrypted, under a key that is not in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right. Type the one that is shown now."),
    }

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """What a passkey is called until it is given a name."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey {number}").format(number=number)

    def encrypt(self, text: str) -> str:
        """As it is kept, in base64."""
        nonce = os.urandom(_NONCE)
        return base64.b64encode(nonce + self._cipher.encrypt(nonce, text.encode(), None)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """As it was. Raises InvalidTag when the folder of keys is not the one it was kept with."""
        kept = base64.b64decode(encrypted_text)
        return self._cipher.decrypt(kept[:_NONCE], kept[_NONCE:], None).decode()

    @property
    def _cipher(self) -> AESGCM:
        return AESGCM(bytes.fromhex(settings.FACTORS_KEY))


class Provided(DefaultSocialAccountAdapter):
    """Whoever comes from an OpenID Connect provider: they get in where there is an account, and never get one."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:  # noqa: ARG002 theirs
        """Note an address that the provider has verified as verified here too, else the library would take it for
        somebody else's and end the account's password."""
        account = sociallogin.user
        verified = {one.email.lower() for one in sociallogin.email_addresses if one.verified}
        if isinstance(account, Account) and account.pk and account.email in verified:
            noted = {"verified": True, "primary": True}
            EmailAddress.objects.update_or_create(user=account, email=account.email, defaults=noted)
