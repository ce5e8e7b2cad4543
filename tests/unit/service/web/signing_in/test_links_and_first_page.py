"""How people come to have an account: the first administrator, those invited, and those who forgot."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import mail
from django.test import Client

from outcomelab.service.actions.organisations import close_account, give_role, invite
from outcomelab.service.configuration.secret import set_up_code
from outcomelab.service.domain.matters import Matter
from outcomelab.service.domain.refusals import Code, Refused
from outcomelab.service.domain.roles import Role
from outcomelab.service.queries.second_factor import has_second_factor
from outcomelab.service.store.models import Account, OrganisationRow
from outcomelab.service.web.signing_in.links import link_for

NEW = {"password1": "four words of no sense", "password2": "four words of no sense"}
LAB = {
    "name": "Justice Lab", "key": "justice-lab", "email": "head@example.org", "password": "four words of no sense",
    "again": "four words of no sense",
}  # fmt: skip


@pytest.fixture
def invited(cast):
    """Somebody whom the provider's administrator has added."""
    by = cast["their administrator"]
    _, account = invite(by, "bridge-trust", "new@example.org", "New Person")
    give_role(by, account.pk, Role.PROVIDER_MEMBER, "bridge-trust")
    return account


@pytest.fixture
def mails(monkeypatch):
    """A mail server."""
    monkeypatch.setattr(settings, "EMAIL_HOST", "mail.example.org")
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
    mail.outbox = []
    return mail.outbox


def _sets_password(link, client):
    page = client.get(link.partition("8000")[2], follow=True)
    return client.post(page.request["PATH_INFO"], NEW, follow=True)


def test_without_mail_an_administrator_hands_a_link_over_and_it_works_once(invited, cast, anybody, signs_in, told):
    link = link_for(cast["their administrator"], invited.pk)
    assert link.address.startswith("http://localhost:8000/accounts/password/by/")
    assert "password is kept" in _sets_password(link.address, anybody).content.decode()
    assert signs_in(invited.email, NEW["password1"]).status_code == 302
    again = _sets_password(link.address, Client(SERVER_NAME="localhost"))
    assert "does not work any more" in again.content.decode()
    assert told(invited)[2] == (Matter.GIVE_LINK, "allowed")


def test_with_mail_the_link_is_sent_in_the_account_s_language_and_never_shown(invited, cast, mails, anybody):
    link = link_for(cast["their administrator"], invited.pk)
    assert link.address == ""
    assert mails[0].to == ["new@example.org"]
    address = re.search(r"http://\S+", mails[0].body)[0]
    assert "password is kept" in _sets_password(address, anybody).content.decode()


def test_a_mail_that_cannot_be_sent_leaves_the_link_to_be_handed_over(invited, cast, mails, monkeypatch):
    monkeypatch.setattr(
        settings, "EMAIL_BACKEND", "tests.unit.service.web.signing_in.test_links_and_first_page.Lost"
    )
    assert link_for(cast["their administrator"], invited.pk).address


class Lost:
    """A mail server that is not there."""

    def __init__(self, **_):
        raise ConnectionRefusedError


def test_a_link_is_given_by_those_who_look_after_all_that_somebody_belongs_to(invited, cast):
    assert link_for(cast["steward"], invited.pk).code is Code.NOT_YOUR_ROLE
    give_role(cast["administrator"], invited.pk, Role.RESEARCHER, "lab")
    assert isinstance(link_for(cast["their administrator"], invited.pk), Refused)
    assert link_for(cast["administrator"], invited.pk).address


def test_whoever_forgot_gets_a_link_and_whoever_is_unknown_a_mail_that_says_so(person, mails, anybody):
    account = person()
    for email in (account.email, "nobody@example.org"):
        answer = anybody.post("/accounts/password/forgotten/", {"email": email}, follow=True)
        assert "If there is an account" in answer.content.decode()
    known, unknown = mails
    assert "/accounts/password/by/" in known.body
    assert "There is no account with it" in unknown.body


def test_a_closed_account_gets_no_link(invited, cast, mails, anybody):
    close_account(cast["administrator"], invited.pk)
    anybody.post("/accounts/password/forgotten/", {"email": invited.email})
    assert "There is no account with it" in mails[0].body


def test_a_first_password_is_set_in_the_language_of_its_account(invited, cast, anybody):
    anybody.cookies["django_language"] = "fr-ca"
    _sets_password(link_for(cast["their administrator"], invited.pk).address, anybody)
    invited.refresh_from_db()
    assert invited.language == "fr-ca"


def test_the_first_page_makes_the_lab_and_is_gone(address, anybody):
    for place in ("/", "/accounts/login/"):
        assert anybody.get(place).headers["Location"] == "/set-up/"
    assert "This is another password" in anybody.post("/set-up/", LAB | {"again": "x"}).content.decode()
    assert "The lab is there" in anybody.post("/set-up/", LAB, follow=True).content.decode()
    assert OrganisationRow.objects.get().key == "justice-lab"
    assert anybody.get("/set-up/").status_code == 404
    assert anybody.post("/set-up/", LAB).status_code == 404


@pytest.mark.parametrize("from_elsewhere", [True, False])
def test_in_production_or_from_another_machine_it_takes_the_code_of_the_console(
    address, anybody, monkeypatch, from_elsewhere
):
    monkeypatch.setattr(settings, "PRODUCTION", not from_elsewhere)
    options = {"REMOTE_ADDR": "192.0.2.7"} if from_elsewhere else {}
    for wrong in ({}, {"code": "aaaa-bbbb-cccc-dddd"}):
        anybody.post("/set-up/", LAB | wrong, **options)
        assert not Account.objects.exists()
    right = set_up_code(settings.SECRET_KEY).upper().replace("-", " ")
    anybody.post("/set-up/", LAB | {"code": right}, **options)
    assert Account.objects.get().email == "head@example.org"


def test_on_the_members_page_a_link_is_handed_over_and_lost_factors_are_removed(invited, as_whom, told):
    client = as_whom("their administrator")
    shown = client.post(f"/members/{invited.pk}/link/")
    assert "/accounts/password/by/" in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    Authenticator.objects.create(user=invited, type="totp", data={"secret": ""})
    client.post(f"/members/{invited.pk}/factors/")
    assert has_second_factor(invited.pk)
    client.post(f"/members/{invited.pk}/factors/", {"sure": "yes"})
    assert not has_second_factor(invited.pk)
    assert told(invited)[-1] == (Matter.FORGET_FACTORS, "allowed")
