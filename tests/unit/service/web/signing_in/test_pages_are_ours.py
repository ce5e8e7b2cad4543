"""Every page of signing in stands in our layout: one heading, no script or style of its own, none of the library's
words for what is not open here."""

import re

import pytest
from allauth.mfa.models import Authenticator

INLINE = re.compile(r'<script(?![^>]* src=)(?![^>]* type="application/json")|<style| style=| on[a-z]+=')
ANYBODY = (
    "login/", "closed/", "password/forgotten/", "password/sent/", "password/by/1-wrong/", "password/done/",
    "with/stopped/",
)  # fmt: skip
SIGNED_IN = (
    "", "logout/", "again/", "password/", "factors/", "factors/app/", "factors/passkeys/", "factors/passkeys/add/",
    "sessions/",
)  # fmt: skip
WITH_FACTORS = (
    "factors/", "factors/app/remove/", "factors/codes/new/", "factors/codes/", "factors/codes/", "factors/again/",
    "factors/passkeys/",
)  # fmt: skip


def _is_ours(client, page):
    answer = client.get(f"/accounts/{page}", follow=True)
    text = answer.content.decode()
    assert answer.status_code == 200, page
    assert text.count("<h1") == 1, page
    assert "govuk-template" in text, page
    assert not INLINE.search(text), page
    assert "sign up" not in text.lower(), page
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL)[1].strip()
    assert heading in re.search(r"<title>(.*?)</title>", text, re.DOTALL)[1], page


def test_those_for_anybody(anybody, placed):
    for page in ANYBODY:
        _is_ours(anybody, page)


@pytest.mark.parametrize("pages", [SIGNED_IN, WITH_FACTORS])
def test_those_of_an_account(person, signs_in, anybody, pages):
    account = person()
    signs_in(account.email)
    if pages is WITH_FACTORS:
        from tests.unit.service.web.signing_in.codes import code, key_on

        key = key_on(anybody.get("/accounts/factors/app/").content.decode())
        anybody.post("/accounts/factors/app/", {"code": code(key)})
        assert Authenticator.objects.count() == 2
    for page in pages:
        _is_ours(anybody, page)
