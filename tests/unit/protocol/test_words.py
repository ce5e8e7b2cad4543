"""A protocol's terms read well in a report."""

import datetime as dt

import pytest

from outcomelab.protocol.model import Outcome
from outcomelab.protocol.read import read_text
from outcomelab.protocol.words import day_words, follow_up_words, index_words, population_words


def outcome(**keys: object) -> Outcome:
    return Outcome.model_validate({"name": "a", "label": "A", "kind": "any", "table": "arrests", **keys})


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"to_day": 365}, "within 12 months"),
        ({"to_day": 366}, "within 12 months"),
        ({"to_day": 182}, "within 6 months"),
        ({"to_day": 183}, "within 6 months"),
        ({"to_day": 730}, "within 24 months"),
        ({"to_day": 731}, "within 24 months"),
        ({"to_day": 30}, "within 1 month"),
        ({"to_day": 1}, "within 1 day"),
        ({"to_day": 364}, "within 364 days"),
        ({"to_day": 10000}, "within 10,000 days"),
        ({"from_day": 732, "to_day": 1096}, "from day 732 to day 1,096"),
        ({"from_day": 7, "to_day": 7}, "on day 7"),
        ({"to_day": 365, "waiting_days": 183}, "within 12 months"),
        ({"waiting_days": 183, "decided": "d"}, "within 12 months, decided within 6 months after"),
        ({"decided": "d"}, "within 12 months, decided by then"),
    ],
)
def test_follow_up_is_said_in_words(keys: dict[str, object], words: str) -> None:
    assert follow_up_words(outcome(**keys)) == words


def test_the_index_event_is_said_with_its_period(short: str) -> None:
    words = "release from custody, from 1 January 2019 to 31 December 2020"
    assert index_words(read_text(short, "S.toml")) == words


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("from = 2019-01-01", "release from custody, on 1 January 2019 or later"),
        ("to = 2019-01-01", "release from custody, on 1 January 2019 or earlier"),
        ("from = 2019-01-01\nto = 2019-01-01", "release from custody, on 1 January 2019"),
        ("", "release from custody"),
    ],
)
def test_an_open_period_is_said_in_words(period: str, words: str, short: str) -> None:
    assert index_words(read_text(short.replace("from = 2019-01-01\nto = 2020-12-31", period), "S.toml")) == words


def test_one_day_for_all_is_said(short: str) -> None:
    on = short.replace('table = "releases"\nfrom = 2019-01-01\nto = 2020-12-31', "on = 2020-02-29")
    assert index_words(read_text(on, "S.toml")) == "release from custody, 29 February 2020"


def test_the_population_is_said_condition_by_condition(long: str) -> None:
    assert population_words(read_text(long, "S.toml")) == (
        "release from custody, from 1 January 2019 to 31 December 2020",
        "aged 18 or more (left out otherwise: under 18 at release)",
        "region is north or south (left out otherwise: no known region)",
        "for participants: the programme started from 1 June 2018 to 31 December 2020",
        "for participants: the programme completed",
    )


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("age = { min = 18, max = 65 }", "aged 18 to 65"),
        ("age = { max = 65 }", "aged 65 or less"),
        ("age = { min = 30, max = 30 }", "aged 30"),
        ('where = { home_region = "north" }', "home region is north"),
        ("where = { in_work = true }", "in work is yes"),
        ("where = { in_work = false }", "in work is no"),
        ("where = { seen = { min = 2019-01-01 } }", "seen on 1 January 2019 or later"),
        ("where = { seen = { max = 2019-01-01 } }", "seen on 1 January 2019 or earlier"),
        ("where = { seen = { min = 2019-01-01, max = 2019-02-01 } }", "seen 1 January 2019 to 1 February 2019"),
        ('age = { min = 18 }\nwhere = { region = "north" }', "aged 18 or more and region is north"),
    ],
)
def test_a_condition_is_said_in_words(condition: str, words: str, short: str) -> None:
    protocol = read_text(f'{short}[[eligible]]\nreason = "no"\n{condition}\n', "S.toml")
    assert population_words(protocol)[1] == f"{words} (left out otherwise: no)"


def test_a_day_is_said_whatever_the_machine_s_language() -> None:
    assert day_words(dt.date(2021, 5, 3)) == "3 May 2021"
