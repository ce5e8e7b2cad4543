"""Agreements: read by all their parties, signed as they were read, revoked; others' are not there."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from outcomelab.service.domain.refusals import SENTENCES, Code
from outcomelab.service.domain.roles import Capacity, Role, Side
from outcomelab.service.store import reading
from outcomelab.service.store.models import Account

ADDRESS = "/agreements/2026-001/"
PARTIES = (
    "provider",
    "steward",
    "analyst",
    "their checker",
    "our checker",
    "administrator",
    "their administrator",
)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


def text_of(answer):
    return answer.content.decode()


@pytest.fixture
def to_sign(placed):
    """The agreement with other terms, which nobody has signed; its version."""
    placed.agree(signatures=(), minimum_cohort=80)
    return placed.under.version


def test_every_party_reads_the_terms_in_plain_words(placed, as_whom):
    for part in PARTIES:
        text = text_of(as_whom(part).get(ADDRESS))
        for words in (
            "in force", "Mentoring on release", "Statistics Act, section 12", "60 participants", "(DUO:0000012",
            "persons: schooling", "arrests: everything", "1 January 2026 until 31 December 2199", "c" * 64,
            "An example: a study on justice",
        ):  # fmt: skip
            assert words in text, (part, words)
        assert "2026-001" in text_of(as_whom(part).get("/agreements/"))


def test_an_agreement_of_others_is_as_one_that_does_not_exist(placed, as_whom):
    stranger = Account(email="stranger@example.org", password="!")
    placed.add(stranger)
    client = Client(SERVER_NAME="localhost")
    for account in (stranger, placed.accounts[Capacity(Role.RESEARCHER, Side.PROVIDER)]):
        client.force_login(account)
        theirs, none = client.get(ADDRESS), client.get("/agreements/2026-999/")
        assert theirs.status_code == none.status_code == 404
        assert TOKEN.sub("", text_of(theirs)) == TOKEN.sub("", text_of(none))
        for act in ("sign", "revoke", "amend"):
            assert client.post(f"{ADDRESS}{act}/", {"sure": "yes", "version": 1}).status_code == 404
        assert "2026-001" not in text_of(client.get("/agreements/"))


def test_terms_are_in_force_once_all_three_parties_have_signed_the_version_they_read(placed, as_whom, to_sign):
    assert "ask the provider, the custodian, the lab to sign it" in text_of(as_whom("analyst").get(ADDRESS))
    for part in ("provider", "steward", "administrator"):
        sure = text_of(as_whom(part).post(f"{ADDRESS}sign/"))
        version = re.search(r'name="version" value="(\d+)"', sure)[1]
        said = text_of(as_whom(part).post(f"{ADDRESS}sign/", {"sure": "yes", "version": version}, follow=True))
        assert "Your organisation has signed the agreement." in said
        assert "Your organisation has signed these terms" in said
    assert not reading.agreement("2026-001").unsigned(timezone.localdate())
    assert "not in force" not in said


def test_what_was_amended_meanwhile_is_not_signed(placed, as_whom, to_sign):
    for version in (to_sign - 1, "x", ""):
        answer = as_whom("provider").post(f"{ADDRESS}sign/", {"sure": "yes", "version": version})
        assert answer.status_code == 409
        assert SENTENCES[Code.TERMS_CHANGED] in text_of(answer)
    assert len(reading.agreement("2026-001").signatures) == 0


@pytest.mark.parametrize("part", ["analyst", "their checker", "our checker", "their administrator"])
def test_only_those_who_sign_for_an_organisation_do(placed, as_whom, to_sign, part):
    assert "Sign this agreement" not in text_of(as_whom(part).get(ADDRESS))
    assert as_whom(part).post(f"{ADDRESS}sign/", {"sure": "yes", "version": to_sign}).status_code == 403


def test_what_each_version_changed_is_told(placed, as_whom, to_sign):
    text = text_of(as_whom("provider").get(ADDRESS))
    changed = text[text.index("What version 2 changed") : text.index("Studies that go by it")]
    assert re.search(r"Fewest participants on a list</th><td[^>]*>60</td><td[^>]*>80</td>", changed)
    assert "other terms, to be signed anew" in text


def test_a_steward_revokes_for_good_once_it_is_said_to_be_meant(placed, as_whom):
    client = as_whom("steward")
    assert "Revoke “Mentoring on release”?" in text_of(client.post(f"{ADDRESS}revoke/"))
    assert reading.agreement("2026-001").revoked is None
    text = text_of(client.post(f"{ADDRESS}revoke/", {"sure": "yes"}, follow=True))
    assert reading.agreement("2026-001").revoked == dt.datetime.now(dt.UTC).date()
    assert "The agreement was revoked on" in text
    assert re.search(r"<button[^>]* disabled[^>]*why-revoke-agreement", text)
    assert as_whom("provider").post(f"{ADDRESS}revoke/", {"sure": "yes"}).status_code == 403


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ends": dt.date(2026, 2, 1)}, "The agreement ended on 1 February 2026, so nothing can be done"),
        ({"starts": dt.date(2199, 1, 1), "ends": dt.date(2199, 2, 1)}, "is in force from 1 January 2199"),
        ({"documents": ()}, "add the privacy assessment"),
    ],
)
def test_an_agreement_that_is_not_in_force_says_why(placed, as_whom, changes, said):
    placed.agree(**changes)
    assert said in text_of(as_whom("provider").get(ADDRESS))
    assert "not in force" in text_of(as_whom("provider").get("/agreements/"))
