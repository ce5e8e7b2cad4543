"""Which column dates a table's events, and which is its amount."""

import pytest

from outcomelab.errors import ProtocolError
from outcomelab.handovers.holding import Dictionary
from outcomelab.protocol.model import Protocol
from outcomelab.protocol.read import read_text
from outcomelab.protocol.roles import amount_column, date_column


@pytest.fixture
def plain(short: str) -> Protocol:
    return read_text(short, "S.toml")


def test_the_only_event_date_dates_a_table(plain: Protocol, justice: Dictionary) -> None:
    assert date_column(plain, justice, "arrests") == "arrested_on"


def test_the_protocol_chooses_among_dates(short: str, justice: Dictionary) -> None:
    protocol = read_text(f'{short}[tables.arrests]\ndate = "charged_on"\n', "S.toml")
    assert date_column(protocol, justice, "arrests") == "charged_on"


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        ("hearings", "more than one column dates"),
        ("visits", "no column dates"),
        ("nowhere", "has no table `nowhere`"),
    ],
)
def test_a_date_that_is_not_clear_is_refused(table: str, wrong: str, plain: Protocol, justice: Dictionary) -> None:
    with pytest.raises(ProtocolError, match=wrong):
        date_column(plain, justice, table)


def test_a_birth_dates_no_event(short: str, justice: Dictionary) -> None:
    protocol = read_text(f'{short}[tables.persons]\ndate = "date_of_birth"\n', "S.toml")
    with pytest.raises(ProtocolError, match="no column dates"):
        date_column(protocol, justice, "persons")


def test_the_only_amount_is_added_up(plain: Protocol, justice: Dictionary) -> None:
    assert amount_column(plain, justice, "payments", None) == "amount"


def test_a_column_that_is_named_is_added_up(plain: Protocol, justice: Dictionary) -> None:
    assert amount_column(plain, justice, "arrests", "severity") == "severity"


def test_the_protocol_chooses_an_amount(short: str, justice: Dictionary) -> None:
    protocol = read_text(f'{short}[tables.visits]\namount = "minutes"\n', "S.toml")
    assert amount_column(protocol, justice, "visits", None) == "minutes"


def test_words_are_not_added_up(plain: Protocol, justice: Dictionary) -> None:
    with pytest.raises(ProtocolError, match="no column is the amount"):
        amount_column(plain, justice, "arrests", "offence")
