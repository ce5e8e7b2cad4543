"""Signing in with an OpenID Connect provider, which is spoken to: only those who have an account get in."""

import time
from urllib.parse import urlsplit

import pytest
import requests
from django.conf import settings
from tests.unit.service.web.signing_in.provider import CLIENT, SECRET, Provider

from outcomelab.service.configuration.signing_in import providers
from outcomelab.service.domain.second_factor import USUALLY
from outcomelab.service.domain.signing_in import Access, NotIn
from outcomelab.service.store.models import Account


@pytest.fixture(scope="module")
def provider():
    running = Provider()
    yield running
    running.stop()


@pytest.fixture
def comes(provider, anybody, monkeypatch):
    """Somebody presses the button and comes back from the provider, as whom it says: the last answer."""

    def with_claims(trusted=False, **claims):
        known = providers("The Ministry", provider.address, CLIENT, SECRET, trusted)
        monkeypatch.setattr(settings, "SOCIALACCOUNT_PROVIDERS", known)
        provider.claims = {"sub": "1234", "name": "Some Body"} | claims
        assert "Sign in with The Ministry" in anybody.get("/accounts/login/").content.decode()
        leads = anybody.post("/accounts/with/provider/login/").headers["Refresh"].partition("url=")[2]
        back = urlsplit(requests.get(leads, allow_redirects=False, timeout=10).headers["Location"])
        return anybody.get(f"{back.path}?{back.query}", follow=True)

    return with_claims


def test_whoever_has_an_account_with_a_verified_address_gets_in_and_keeps_their_password(
    comes, person, told, password
):
    account = person()
    answer = comes(email=account.email.upper(), email_verified=True)
    assert answer.wsgi_request.user == account
    assert told(account)[-1] == (Access.SIGN_IN, "allowed")
    account.refresh_from_db()
    assert account.check_password(password)


@pytest.mark.parametrize("claims", [{"email_verified": False}, {"email_verified": "false"}, {}])
def test_an_address_that_is_not_verified_lets_nobody_in(comes, person, claims):
    account = person()
    answer = comes(email=account.email, **claims)
    assert "There is no account for you" in answer.content.decode()
    assert not answer.wsgi_request.user.is_authenticated


def test_a_provider_that_gives_the_addresses_out_itself_can_be_trusted_with_them(comes, person):
    account = person()
    assert comes(trusted=True, email=account.email).wsgi_request.user == account


def test_whoever_has_no_account_gets_none(comes, placed):
    before = Account.objects.count()
    answer = comes(email="stranger@example.org", email_verified=True)
    assert "There is no account for you" in answer.content.decode()
    assert Account.objects.count() == before


def test_a_closed_account_stays_closed(comes, placed, person, told):
    account = person()
    account.is_active = False
    placed.add(account)
    answer = comes(email=account.email, email_verified=True)
    assert "This account is closed" in answer.content.decode()
    assert told(account)[-1] == (Access.SIGN_IN, NotIn.CLOSED)


def test_the_second_factor_is_asked_for_all_the_same(comes, person, anybody, monkeypatch):
    monkeypatch.setattr(settings, "MFA_FOR", USUALLY)
    account = person("steward")
    account.set_unusable_password()
    account.save()
    comes(email=account.email, email_verified=True)
    assert anybody.get("/studies/2026-014/").headers["Location"] == "/accounts/factors/"
    app = "/accounts/factors/app/"
    assert "Set up an app for codes" in anybody.get(app).content.decode()
    now = time.time()
    monkeypatch.setattr("outcomelab.service.web.signing_in.adapters.time.time", lambda: now + 16 * 60)
    assert "Sign in once more" in anybody.get(app, follow=True).content.decode()


def test_a_provider_that_does_not_answer_is_told_so(provider, anybody, placed, monkeypatch):
    known = providers("The Ministry", "http://localhost:9", CLIENT, SECRET, trusted=False)
    monkeypatch.setattr(settings, "SOCIALACCOUNT_PROVIDERS", known)
    answer = anybody.post("/accounts/with/provider/login/", follow=True)
    assert "Signing in did not work" in answer.content.decode()
