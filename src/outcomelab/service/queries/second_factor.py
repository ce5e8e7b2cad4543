"""Who signs in with more than a password."""

from __future__ import annotations

from collections.abc import Collection

from allauth.mfa.models import Authenticator

from outcomelab.service.store import reading

_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(account: int) -> bool:
    """Whether an account has an app for codes, or a passkey, so that nobody gets in with its password alone."""
    return account in with_second_factor([account])


def with_second_factor(accounts: Collection[int]) -> set[int]:
    """Those of the accounts that have one."""
    rows = Authenticator.objects.filter(user__in=accounts, type__in=_FACTORS)
    return set(rows.values_list("user", flat=True))


def lacks_second_factor(account: int, roles: Collection[str]) -> bool:
    """Whether an account holds one of these roles, and has none."""
    if has_second_factor(account):
        return False
    return any(post.role in roles for post in reading.person(account).posts)
