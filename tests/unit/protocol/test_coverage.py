"""The index period leaves time, before and after, that the holding covers."""

import datetime as dt
from dataclasses import replace

import pytest

from outcomelab.errors import Mistake, ProtocolError
from outcomelab.handovers.holding import Dictionary
from outcomelab.protocol.read import read_text


@pytest.fixture
def covered(justice: Dictionary) -> Dictionary:
    return replace(justice, covers_from=dt.date(2017, 1, 1), covers_to=dt.date(2021, 12, 31))


def mistakes_of(text: str, dictionary: Dictionary) -> tuple[Mistake, ...]:
    with pytest.raises(ProtocolError) as raised:
        read_text(text, "S.toml", dictionary)
    return raised.value.mistakes


def test_a_period_that_is_just_covered_will_do(short: str, covered: Dictionary) -> None:
    assert read_text(short, "S.toml", covered)


def test_a_period_a_day_too_long_is_told_its_last_day(short: str, covered: Dictionary) -> None:
    (mistake,) = mistakes_of(short.replace("to = 2020-12-31", "to = 2021-01-01"), covered)
    assert (mistake.where, mistake.mend) == (
        "index, to",
        "Write `to = 2020-12-31` or earlier, or shorten follow-up.",
    )


def test_the_waiting_period_must_be_covered_too(short: str, covered: Dictionary) -> None:
    (mistake,) = mistakes_of(f"{short}waiting_days = 10\n", covered)
    assert "Write `to = 2020-12-21` or earlier" in mistake.mend


def test_the_outcome_that_needs_most_is_named(short: str, covered: Dictionary) -> None:
    more = '[[outcomes]]\nname = "late"\nlabel = "Late"\nkind = "any"\ntable = "arrests"\nto_day = 400\n'
    (mistake,) = mistakes_of(f"{short}primary = true\n{more}", covered)
    assert "the outcome `late` needs 400 days after it" in mistake.wrong


def test_one_day_for_all_must_leave_time_for_follow_up(short: str, covered: Dictionary) -> None:
    on = short.replace('table = "releases"\nfrom = 2019-01-01\nto = 2020-12-31', "on = 2021-06-01")
    (mistake,) = mistakes_of(on, covered)
    assert (mistake.where, "Write `on = 2020-12-31` or earlier" in mistake.mend) == ("index, on", True)


def test_a_period_without_an_end_must_start_in_time(short: str, covered: Dictionary) -> None:
    (mistake,) = mistakes_of(short.replace("from = 2019-01-01\nto = 2020-12-31", "from = 2021-06-01"), covered)
    assert (mistake.where, mistake.mend) == ("index, from", "Write `from = 2020-12-31` or earlier.")


def test_follow_up_longer_than_the_holding_must_be_shortened(short: str, covered: Dictionary) -> None:
    (mistake,) = mistakes_of(f"{short}to_day = 36525\n", covered)
    assert mistake.mend == "Shorten `to_day` or `waiting_days` of `arrested`."


def test_a_period_cannot_start_before_the_holding(short: str, covered: Dictionary) -> None:
    (mistake,) = mistakes_of(short.replace("from = 2019-01-01", "from = 0001-01-01"), covered)
    assert (mistake.where, mistake.mend) == ("index, from", "Write `from = 2017-01-01` or later.")


def test_the_time_before_must_be_covered(short: str, covered: Dictionary) -> None:
    (mistake,) = mistakes_of(short.replace("from_days = 730", "from_days = 731"), covered)
    assert (mistake.where, mistake.mend) == (
        "covariates 2 (arrests_before), from_days",
        "Write `from_days = 730` or fewer, or let the index period start on 2019-01-02 or later.",
    )


def test_all_that_is_known_of_the_time_before_needs_no_cover(short: str, covered: Dictionary) -> None:
    assert read_text(short.replace("from_days = 730\n", ""), "S.toml", covered)


def test_without_a_period_the_holding_bounds_it(short: str, covered: Dictionary) -> None:
    assert read_text(short.replace("from = 2019-01-01\nto = 2020-12-31\n", ""), "S.toml", covered)
