"""Somebody's own page, the language they read in, and whom a demonstration lets one be."""

import pytest
from django.conf import settings

from outcomelab.service.domain.second_factor import USUALLY


def test_somebody_changes_their_name_and_language_and_sees_their_roles(person, signs_in, anybody):
    account = person()
    signs_in(account.email)
    assert "bridge-trust" in anybody.get("/accounts/").content.decode()
    answer = anybody.post("/accounts/", {"name": "Ada", "language": "fr-ca"}, follow=True)
    account.refresh_from_db()
    assert (account.name, account.language) == ("Ada", "fr-ca")
    assert 'lang="fr-ca"' in answer.content.decode()


def test_whoever_chooses_a_language_at_the_foot_of_a_page_reads_in_it_from_then_on(person, signs_in, anybody):
    account = person()
    signs_in(account.email)
    anybody.post("/language/", {"language": "fr-ca"})
    account.refresh_from_db()
    assert account.language == "fr-ca"
    assert '<button type="submit" name="language" value="en" class="lab-link" lang="en">English<' in (
        anybody.get("/accounts/").content.decode()
    )
    anybody.post("/language/", {"language": "tlh"})
    account.refresh_from_db()
    assert account.language == "fr-ca"


def test_a_changed_password_ends_the_other_sessions(person, signs_in, anybody, password, as_whom):
    account, other = person(), as_whom("provider")
    signs_in(account.email)
    new = "four words of no sense"
    anybody.post("/accounts/password/", {"oldpassword": password, "password1": new, "password2": new})
    assert anybody.get("/accounts/").status_code == 200
    assert other.get("/accounts/").status_code == 302


@pytest.mark.parametrize("short", ["", "short", "123456789012", "password1234"])
def test_a_password_that_is_easily_guessed_is_not_taken(person, signs_in, anybody, password, short):
    signs_in(person().email)
    given = {"oldpassword": password, "password1": short, "password2": short}
    assert "There is a problem" in anybody.post("/accounts/password/", given).content.decode()


def test_in_a_demonstration_one_is_whoever_one_wants_to_be(cast, anybody, told, monkeypatch):
    monkeypatch.setattr(settings, "MFA_FOR", USUALLY)
    assert anybody.get("/demo/").status_code == 404
    assert anybody.post("/demo/", {"account": cast["steward"].account}).status_code == 404
    monkeypatch.setattr(settings, "DEMO", True)
    page = anybody.get("/demo/").content.decode()
    assert all(words in page for words in ("custodian steward", "Sign in", 'href="/register/"'))
    for part in ("steward", "analyst"):
        answer = anybody.post("/demo/", {"account": cast[part].account}, follow=True)
        assert answer.wsgi_request.user.pk == cast[part].account
        assert answer.redirect_chain == [("/", 302)]
    assert anybody.post("/demo/", {"account": "1 OR 1"}).status_code == 404
