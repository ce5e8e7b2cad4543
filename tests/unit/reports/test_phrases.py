"""Differences, intervals and levels in words."""

from __future__ import annotations

from typing import Any

import pytest

from outcomelab.handovers.figures import Figures, OutcomeFigure
from outcomelab.reports import phrases


@pytest.fixture
def rate(samples: dict[str, Figures]) -> OutcomeFigure:
    return samples["good"].outcomes[0]


def _as(outcome: OutcomeFigure, **changes: Any) -> OutcomeFigure:
    return outcome.model_copy(update=changes)


def test_a_rate_differs_by_people_of_every_hundred(rate: OutcomeFigure) -> None:
    assert phrases.difference(rate, -8) == "8 fewer of every 100 people"


def test_an_amount_differs_in_its_unit(rate: OutcomeFigure) -> None:
    earned = _as(rate, kind="amount", unit="US dollars", decimals=-1)
    assert phrases.difference(earned, 1790) == "1,790 US dollars more"


def test_an_amount_without_a_unit_is_still_a_sentence(rate: OutcomeFigure) -> None:
    assert phrases.difference(_as(rate, kind="amount", unit=""), -20) == "20 less"


def test_a_count_differs_in_its_unit(rate: OutcomeFigure) -> None:
    assert phrases.difference(_as(rate, kind="count", unit="arrests", decimals=1), -0.4) == "0.4 fewer arrests"


def test_a_count_without_a_unit_differs_a_person(rate: OutcomeFigure) -> None:
    assert phrases.difference(_as(rate, kind="count", unit="", decimals=1), 0.4) == "0.4 more a person"


@pytest.mark.parametrize(("value", "said"), [(25, "25 days longer"), (-1, "1 day shorter")])
def test_time_is_longer_or_shorter(rate: OutcomeFigure, value: float, said: str) -> None:
    assert phrases.difference(_as(rate, kind="time-to-first", unit="days"), value) == said


def test_a_difference_of_zero_is_no_difference(rate: OutcomeFigure) -> None:
    assert phrases.difference(rate, 0.0) == "no difference"


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (-15, -1, "between 1 and 15 fewer"),
        (2, 16, "between 2 and 16 more"),
        (-10, 4, "between 10 fewer and 4 more"),
        (-10, 0, "between no difference and 10 fewer"),
        (0, 4, "between no difference and 4 more"),
        (0, 0, "no further than rounding from no difference"),
    ],
)
def test_an_interval_says_both_its_ends(rate: OutcomeFigure, low: float, high: float, said: str) -> None:
    assert phrases.ends(rate, low, high) == said


def of_hundred(rate: OutcomeFigure) -> OutcomeFigure:
    return _as(rate, kind="count", unit="reoffences per 100 people")


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (-3, 9, "between 3 fewer and 9 more of every 100 people"),
        (-9, -3, "between 3 and 9 fewer of every 100 people"),
        (0, 4, "between no difference and 4 more of every 100 people"),
        (0, 0, "no further than rounding from no difference"),
    ],
)
def test_an_interval_by_itself_says_what_it_is_of(rate: OutcomeFigure, low: float, high: float, said: str) -> None:
    assert phrases.ends_in_full(rate, low, high) == said


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (-12, 11, "between 12 fewer and 11 more reoffences per 100 people"),
        (-12, 0, "between no difference and 12 fewer reoffences per 100 people"),
        (-12, 1, "between 12 fewer and 1 more per 100 people"),
    ],
)
def test_so_does_one_of_events(rate: OutcomeFigure, low: float, high: float, said: str) -> None:
    assert phrases.ends_in_full(of_hundred(rate), low, high) == said


@pytest.mark.parametrize(("best", "said"), [(0, "11 more reoffences per 100 people"), (2, "11 more")])
def test_beside_no_difference_an_interval_says_what_it_is_of(rate: OutcomeFigure, best: float, said: str) -> None:
    assert phrases.around(of_hundred(rate), phrases.Interval(best, -12, 11)) == f"between 12 fewer and {said}"


def test_one_event_of_a_hundred_people_is_not_named_as_several_are(rate: OutcomeFigure) -> None:
    assert phrases.difference(of_hundred(rate), -1) == "1 fewer per 100 people"
    assert phrases.level(of_hundred(rate), 1) == "1 per 100 people"
    assert phrases.difference(of_hundred(rate), -11) == "11 fewer reoffences per 100 people"


def test_an_interval_of_an_amount_says_its_unit_once(rate: OutcomeFigure) -> None:
    earned = _as(rate, kind="amount", unit="US dollars")
    assert phrases.ends(earned, 550, 3030) == "between 550 and 3,030 US dollars more"


@pytest.mark.parametrize(
    ("kind", "unit", "decimals", "value", "said"),
    [
        ("any", "%", 0, 32, "32 of every 100"),
        ("amount", "US dollars", -1, 6350, "6,350 US dollars"),
        ("count", "", 1, 1.1, "1.1 a person"),
        ("time-to-first", "days", 0, 290, "290 days"),
    ],
)
def test_a_level_is_said_in_its_unit(
    rate: OutcomeFigure, kind: str, unit: str, decimals: int, value: float, said: str
) -> None:
    assert phrases.level(_as(rate, kind=kind, unit=unit, decimals=decimals), value) == said


@pytest.mark.parametrize(
    ("better", "value", "hoped"), [("lower", -8, True), ("lower", 8, False), ("higher", 8, True)]
)
def test_the_hoped_for_direction_is_the_protocols(
    rate: OutcomeFigure, better: str, value: float, hoped: bool
) -> None:
    assert phrases.in_hoped_direction(_as(rate, better=better), value) is hoped


def test_an_estimate_with_one_end_withheld_is_not_shown(rate: OutcomeFigure) -> None:
    assert phrases.interval(rate.effect.model_copy(update={"low": None})) is None
