"""A database that is away, or taken for too long, is told as that."""

import pytest
from django.db import OperationalError, connection
from tests.unit.service import databases

from outcomelab.service.queries import public
from outcomelab.service.web.home import turns


@pytest.mark.parametrize("address", databases.ENGINES[:1], indirect=True)
@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        (OperationalError("database is locked"), 503, "The service is too busy now"),
        (RuntimeError("something else"), 500, "Something went wrong"),
    ],
)
def test_a_page_says_that_the_service_is_busy_and_what_to_do(placed, as_whom, monkeypatch, fault, status, words):
    def raises(*_):
        raise fault

    client = as_whom("steward")
    client.raise_request_exception = False
    monkeypatch.setattr(turns, "turns", raises)
    answer = client.get("/")
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert str(fault) not in answer.content.decode()
    assert answer.headers.get("Retry-After") == ("60" if status == 503 else None)


@pytest.mark.parametrize("address", databases.ENGINES[:1], indirect=True)
@pytest.mark.parametrize("page", ["/", "/register/", "/accounts/login/"])
def test_a_database_that_answers_nothing_is_not_asked_by_the_page_that_says_so(placed, as_whom, anybody, page):
    def away(*_):
        raise OperationalError("connection to server failed")

    for client in (as_whom("steward"), anybody):
        client.raise_request_exception = False
        with connection.execute_wrapper(away):
            answer = client.get(page)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
        assert "The service is too busy now" in answer.content.decode()


@pytest.mark.parametrize("address", databases.ENGINES[:1], indirect=True)
@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        (OperationalError("database is locked"), 503, "too-busy"),
        (RuntimeError("something else"), 500, "went-wrong"),
    ],
)
def test_a_program_is_told_in_its_own_way(anybody, address, monkeypatch, fault, status, code):
    def raises(*_):
        raise fault

    anybody.raise_request_exception = False
    monkeypatch.setattr(public, "register", raises)
    answer = anybody.get("/api/register")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers.get("Retry-After") == ("60" if status == 503 else None)
