"""Signing in with an address and a password: who gets in, who does not, and what is told of it."""

import datetime as dt
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from tests.unit.service import databases

from outcomelab.service.domain.signing_in import Access, NotIn
from outcomelab.service.jobs.sessions import forget_ended


def test_whoever_has_the_password_gets_in_however_the_address_is_written(person, signs_in, told):
    account = person()
    answer = signs_in(account.email.upper(), follow=True)
    assert answer.redirect_chain[-1][0] == "/"
    assert answer.wsgi_request.user == account
    assert told(account)[-1] == (Access.SIGN_IN, "allowed")


def test_a_wrong_password_and_a_wrong_address_are_answered_alike(person, signs_in, told):
    account = person()
    for email in (account.email, "nobody@example.org"):
        text = signs_in(email, "wrong").content.decode()
        assert "do not belong together" in text
    assert told(account)[-1] == (Access.SIGN_IN, NotIn.WRONG_PASSWORD)


def test_after_five_wrong_passwords_the_right_one_is_not_taken_either(person, signs_in):
    account = person()
    for _ in range(5):
        signs_in(account.email, "wrong")
    assert "too often" in signs_in(account.email).content.decode()


def test_however_many_try_at_once_no_more_than_five_are_let_to(person, told):
    account = person()
    starts = threading.Barrier(8)

    def tries(_):
        client = Client(SERVER_NAME="localhost")
        starts.wait()
        try:
            client.post("/accounts/login/", {"login": account.email, "password": "wrong"})
        finally:
            databases.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(tries, range(8)))
    assert told(account).count((Access.SIGN_IN, NotIn.WRONG_PASSWORD)) <= 5


def test_what_somebody_reads_is_not_kept_by_their_browser(person, signs_in, anybody):
    signs_in(person().email)
    assert "no-store" in anybody.get("/").headers["Cache-Control"]


def test_sessions_that_ended_are_forgotten_with_where_they_were(person, signs_in):
    signs_in(person().email)
    now = timezone.now()
    forget_ended(now)
    assert UserSession.objects.count() == Session.objects.count() == 1
    forget_ended(now + dt.timedelta(hours=8, minutes=1))
    assert UserSession.objects.count() == Session.objects.count() == 0


def test_an_account_that_is_closed_loses_its_session_at_once(placed, person, signs_in, anybody, told):
    account = person()
    signs_in(account.email)
    assert anybody.get("/accounts/factors/").status_code == 200
    account.is_active = False
    placed.add(account)
    assert anybody.get("/accounts/factors/").status_code == 302
    answer = signs_in(account.email, client=Client(SERVER_NAME="localhost"), follow=True)
    assert answer.redirect_chain[-1][0] == "/accounts/closed/"
    assert told(account)[-1] == (Access.SIGN_IN, NotIn.CLOSED)


def test_a_session_ends_eight_hours_after_it_began_however_busy_it_is(person, signs_in, anybody, monkeypatch):
    account = person()
    signs_in(account.email)
    now = time.time()
    monkeypatch.setattr("outcomelab.service.web.signing_in.gate.time.time", lambda: now + 8 * 3_600 + 60)
    assert anybody.get("/accounts/factors/").status_code == 302


@pytest.mark.parametrize("page", ["signup", "email", "confirm-email", "3rdparty", "with/provider/login"])
def test_what_is_not_open_here_is_not_there(page, anybody, placed):
    assert anybody.get(f"/accounts/{page}/").status_code == 404
