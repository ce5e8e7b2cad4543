"""People with passwords, and a clean count of who tried how often."""

import re

import pytest
from django.core.cache import cache
from django.test import override_settings

from outcomelab.service.store.models import Account, AuditRow

PASSWORD = "correct horse battery staple"  # noqa: S105 of nobody


@pytest.fixture(autouse=True)
def quickly():
    """Nobody has tried anything yet; and hashing, which takes long on purpose, is quick."""
    cache.clear()
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture
def password():
    return PASSWORD


@pytest.fixture
def person(cast):
    """Somebody of the cast who has a password."""

    def with_password(part="provider"):
        account = Account.objects.get(pk=cast[part].account)
        account.set_password(PASSWORD)
        account.save()
        return account

    return with_password


@pytest.fixture
def signs_in(anybody):
    """Somebody gives an address and a password at the door."""

    def given(email, password=PASSWORD, client=anybody, **options):
        return client.post("/accounts/login/", {"login": email, "password": password}, **options)

    return given


@pytest.fixture
def told():
    """What the audit log tells of an account, as pairs of command and code."""

    def of(account):
        return [(row.command, row.code) for row in AuditRow.objects.filter(account=account.pk).order_by("number")]

    return of


@pytest.fixture
def heading():
    """The title and the heading of a page."""

    def of(answer):
        text = answer.content.decode()
        return re.search(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL)[1].strip()

    return of
