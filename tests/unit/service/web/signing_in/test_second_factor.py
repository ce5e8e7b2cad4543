"""The second factor: who has to have one, how it is set up, and that nobody gets in without it."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from tests.unit.service.web.signing_in.codes import code, key_on, wrong_code

from outcomelab.errors import SettingsError
from outcomelab.service.domain.roles import Role
from outcomelab.service.domain.second_factor import USUALLY, needing
from outcomelab.service.domain.signing_in import Access, NotIn
from outcomelab.service.queries.second_factor import has_second_factor

FACTORS, APP, CODE = "/accounts/factors/", "/accounts/factors/app/", "/accounts/factors/code/"


@pytest.fixture(autouse=True)
def asked_for(monkeypatch):
    """A second factor is asked for as the service does by itself."""
    from django.conf import settings

    monkeypatch.setattr(settings, "MFA_FOR", USUALLY)


@pytest.fixture
def with_app(person, signs_in, anybody):
    """Somebody who has set up an app: their account, its key, and their recovery codes."""

    def set_up(part):
        account = person(part)
        signs_in(account.email)
        key = key_on(anybody.get(APP).content.decode())
        shown = anybody.post(APP, {"code": code(key)}, follow=True).content.decode()
        return account, key, re.findall(r"<li>(\d{8})</li>", shown)

    return set_up


def test_whoever_needs_one_sets_it_up_before_anything_else(person, signs_in, anybody):
    signs_in(person("steward").email)
    for address in ("/", "/studies/2026-014/", "/register/"):
        assert anybody.get(address).headers["Location"] == FACTORS
    assert "Set one up now" in anybody.get(FACTORS).content.decode()
    assert anybody.get(APP).status_code == 200


def test_a_provider_s_member_may_do_without(person, signs_in, anybody):
    signs_in(person("provider").email)
    assert anybody.get("/").status_code == 200


def test_an_app_is_set_up_and_its_codes_are_asked_for_from_then_on(with_app, signs_in, told):
    account, key, recovery = with_app("steward")
    assert len(recovery) == 10
    assert has_second_factor(account.pk)
    assert (Access.ADD_FACTOR, "allowed") in told(account)
    client = Client(SERVER_NAME="localhost")
    assert signs_in(account.email, client=client).headers["Location"] == CODE
    assert client.get("/studies/2026-014/").status_code == 302
    assert "not right" in client.post(CODE, {"code": wrong_code(key)}).content.decode()
    assert told(account)[-1] == (Access.SIGN_IN, NotIn.WRONG_CODE)
    client.post(CODE, {"code": code(key, later=30)})
    assert client.get("/").status_code == 200
    assert told(account)[-1] == (Access.SIGN_IN, "allowed")


def test_a_recovery_code_lets_in_once(with_app, signs_in):
    account, _, recovery = with_app("steward")
    for status in (302, 200):
        client = Client(SERVER_NAME="localhost")
        signs_in(account.email, client=client)
        assert client.post(CODE, {"code": recovery[0]}).status_code == status


def test_codes_cannot_be_guessed_for_long(with_app, signs_in):
    account, key, _ = with_app("steward")
    client = Client(SERVER_NAME="localhost")
    signs_in(account.email, client=client)
    for _ in range(5):
        client.post(CODE, {"code": wrong_code(key)})
    assert "too often" in client.post(CODE, {"code": code(key, later=30)}).content.decode()


def test_whoever_removes_the_last_one_has_to_set_up_another(with_app, anybody, told):
    account, _, _ = with_app("steward")
    assert anybody.get("/").status_code == 200
    anybody.post("/accounts/factors/app/remove/")
    assert not has_second_factor(account.pk)
    assert (Access.REMOVE_FACTOR, "allowed") in told(account)
    assert anybody.get("/").headers["Location"] == FACTORS


def test_after_a_while_whoever_changes_them_is_asked_who_they_are(with_app, anybody, monkeypatch):
    with_app("steward")
    now = time.time()
    monkeypatch.setattr("outcomelab.service.web.signing_in.adapters.time.time", lambda: now + 16 * 60)
    answer = anybody.get("/accounts/factors/app/remove/")
    assert answer.headers["Location"].startswith("/accounts/again/")


def test_the_key_of_an_app_is_not_in_the_database(with_app):
    account, key, recovery = with_app("steward")
    kept = str(list(Authenticator.objects.filter(user=account).values_list("data")))
    assert key not in kept
    assert not any(one in kept for one in recovery)


def test_the_settings_name_who_needs_one():
    assert needing(None, strictly=True) == frozenset(Role) - {Role.WORKER, Role.PROVIDER_MEMBER}
    assert needing("nobody", strictly=False) == frozenset()
    everybody = ", ".join(role for role in Role if role is not Role.WORKER)
    assert needing(everybody, strictly=True) == frozenset(Role) - {Role.WORKER}
    with pytest.raises(SettingsError, match="names no role"):
        needing("boss", strictly=False)
    with pytest.raises(SettingsError, match="administrator, analyst, auditor, checker, custodian steward"):
        needing("researcher", strictly=True)
