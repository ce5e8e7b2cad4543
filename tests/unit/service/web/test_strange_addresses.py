"""An address that nobody could have been given is not there, whatever is in it, with either database."""

import pytest

WITH_NUL = (
    "/register/%00/",
    "/register/%00/report/",
    "/register/%00/report.pdf",
    "/catalogue/%00/",
    "/accounts/with/%00/login/",
    "/studies/%00/",
    "/studies/%00/protocol/tried/",
    "/agreements/%00/",
    "/holdings/%00/",
    "/begin/%00/",
)


@pytest.mark.parametrize("typed", WITH_NUL)
def test_an_address_with_the_character_nul_is_not_there(placed, as_whom, anybody, typed):
    for client in (anybody, as_whom("steward")):
        answer = client.get(typed)
        assert answer.status_code == 404
        assert "%00" not in answer.content.decode()


def test_a_program_is_told_of_an_address_that_is_not_there_in_its_own_way(placed, anybody):
    answer = anybody.get("/api/Ada/Fjord")
    assert (answer.status_code, answer.json()["code"]) == (404, "not-there")
    assert "Fjord" not in answer.content.decode()


def test_where_only_a_button_leads_a_reader_is_told_so(placed, as_whom):
    answer = as_whom("steward").get("/studies/2026-014/do/withdraw/")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "This is done with a button on another page." in answer.content.decode()


def test_a_program_that_asks_in_another_way_than_is_described_is_told_so(placed, anybody):
    answer = anybody.delete("/api/register")
    assert (answer.status_code, answer.json()["code"]) == (405, "not-so")
