"""Signing in by a real browser: with a password and an app, with a passkey Chromium makes up, elsewhere."""

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache
from tests.browser.service.serving import Visitor
from tests.unit.service.web.signing_in.codes import code, wrong_code
from tests.unit.service.web.signing_in.provider import CLIENT, SECRET, Provider

from outcomelab.service.configuration.signing_in import providers
from outcomelab.service.domain.second_factor import USUALLY
from outcomelab.service.queries.second_factor import has_second_factor
from outcomelab.service.store.models import Account

PASSWORD = "four words of no sense"  # noqa: S105 of nobody
PRETENDED = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def steward(cast, monkeypatch):
    """A steward with a password, who needs a second factor."""
    monkeypatch.setattr(settings, "MFA_FOR", USUALLY)
    cache.clear()
    account = Account.objects.get(pk=cast["steward"].account)
    account.set_password(PASSWORD)
    account.save()
    return account


@pytest.fixture
def window(steward, chromium, served):  # noqa: ARG001 a person is asked for, not named
    """A window of theirs. Passkeys are for a name, so the service is called by one."""
    made = Visitor(chromium, served.replace("127.0.0.1", "localhost"), 1000, True, None)
    yield made
    assert made.leave() == []


def _sign_in(window, account):
    window.open("/accounts/login/")
    window.page.get_by_label("E-mail address").fill(account.email)
    window.page.get_by_label("Password").fill(PASSWORD)
    window.presses("Sign in")


def _sign_out(window):
    window.open("/accounts/")
    window.presses("Sign out")


def _accessible(window, *pages):
    for page in pages:
        assert window.open(f"/accounts/{page}") == 200, page
        window.accessible()


def test_with_a_password_and_the_codes_of_an_app(window, steward):
    page = window.page
    _sign_in(window, steward)
    window.open("/accounts/factors/")
    window.presses("Set up an app")
    window.accessible()
    key = page.locator("#key").inner_text()
    page.get_by_label("Code").fill(wrong_code(key))
    page.get_by_role("button", name="Use this app").click()
    page.get_by_text("There is a problem").wait_for()
    window.accessible()
    key = page.locator("#key").inner_text()
    page.get_by_label("Code").fill(code(key))
    page.get_by_role("button", name="Use this app").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    window.accessible()
    _sign_out(window)
    _sign_in(window, steward)
    page.get_by_role("heading", name="Your second factor").wait_for()
    window.accessible()
    page.get_by_label("Code").fill(wrong_code(key))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_text("There is a problem").wait_for()
    window.accessible()
    page.get_by_label("Code").fill(code(key, later=30))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", name="My studies").wait_for()


def test_with_a_passkey_alone_and_as_a_second_factor(window, steward):
    page = window.page
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    authenticator = browser.send("WebAuthn.addVirtualAuthenticator", {"options": PRETENDED})
    _sign_in(window, steward)
    window.presses("Set up a passkey")
    window.accessible()
    page.get_by_label("What to call it").fill("A phone")
    page.get_by_role("button", name="Set up the passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    assert has_second_factor(steward.pk)
    _sign_out(window)
    window.open("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("heading", name="My studies").wait_for()
    _sign_out(window)
    _sign_in(window, steward)
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("heading", name="My studies").wait_for()
    window.open("/accounts/factors/passkeys/")
    window.accessible()
    page.get_by_role("rowheader", name="A phone").wait_for()
    mine = f"factors/passkeys/{Authenticator.objects.get(type='webauthn').pk}"
    _accessible(
        window, "factors/", f"{mine}/name/", f"{mine}/remove/", "factors/passkeys/again/", "factors/passkeys/add/"
    )
    _sign_out(window)
    browser.send("WebAuthn.setUserVerified", authenticator | {"isUserVerified": False})
    window.open("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("The passkey was not used").wait_for()


def test_the_lab_is_set_up_and_its_administrator_signs_in(address, visitor):  # noqa: ARG001 an empty one
    window = visitor(width=320)
    window.open("/")
    window.accessible()
    page = window.page
    for label, said in (
        ("Name of the lab", "Justice Lab"), ("Short name of the lab", "justice-lab"),
        ("Your e-mail address", "head@example.org"), ("Your password", PASSWORD), ("The same once more", PASSWORD),
    ):  # fmt: skip
        page.get_by_label(label, exact=True).fill(said)
    page.get_by_role("button", name="Set up the lab").click()
    page.get_by_role("heading", name="Sign in").wait_for()
    assert Account.objects.get().email == "head@example.org"


def test_elsewhere_and_back(visitor, cast, monkeypatch):
    provider = Provider()
    account = Account.objects.get(pk=cast["provider"].account)
    provider.claims = {"sub": "1", "email": account.email, "email_verified": True}
    known = providers("The Ministry", provider.address, CLIENT, SECRET, trusted=False)
    monkeypatch.setattr(settings, "SOCIALACCOUNT_PROVIDERS", known)
    window = visitor()
    window.page.context.unroute_all()  # the provider is elsewhere
    window.open("/accounts/login/")
    window.page.get_by_role("button", name="Sign in with The Ministry").click()
    window.page.get_by_role("heading", name="My studies").wait_for()
    provider.stop()
