"""What happens at the door is told to the audit log."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_reset, user_logged_in
from allauth.mfa import signals
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from outcomelab.service.actions.signing_in import done, not_let_in
from outcomelab.service.domain.signing_in import Access, NotIn
from outcomelab.service.store.models import Account


def listen() -> None:
    """Have each of these heard, once."""
    for signal, heard in (
        (user_logged_in, _in),
        (password_reset, _set),
        (signals.authentication_failed, _wrong_code),
        (signals.authenticator_added, _added),
        (signals.authenticator_removed, _removed),
        (signals.authenticator_reset, _renewed),
    ):
        signal.connect(heard, dispatch_uid=f"the audit log hears {heard.__name__}")


def _in(user: Account, **_: Any) -> None:
    done(Access.SIGN_IN, user.pk, timezone.now())


def _set(user: Account, **_: Any) -> None:
    """The language in which a first password was set is that of its account."""
    language = get_language()
    if language and language != user.language and language in dict(settings.LANGUAGES):
        user.language = language
        user.save()


def _wrong_code(user: Account, **_: Any) -> None:
    not_let_in(user.pk, NotIn.WRONG_CODE, timezone.now())


def _added(user: Account, **_: Any) -> None:
    done(Access.ADD_FACTOR, user.pk, timezone.now())


def _removed(user: Account, **_: Any) -> None:
    done(Access.REMOVE_FACTOR, user.pk, timezone.now())


def _renewed(user: Account, **_: Any) -> None:
    done(Access.RENEW_CODES, user.pk, timezone.now())
