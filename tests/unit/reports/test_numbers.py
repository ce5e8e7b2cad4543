"""Figures written out."""

from __future__ import annotations

import datetime as dt

import pytest

from outcomelab.reports import numbers


@pytest.mark.parametrize(
    ("value", "decimals", "said"),
    [
        (1790, 0, "1,790"),
        (1790, -1, "1,790"),
        (1794.4, -2, "1,800"),
        (-8, 0, "−8"),
        (0.35, 1, "0.3"),
        (-0.2, 0, "0"),
        (0.0, 1, "0.0"),
        (-1234567.891, 2, "−1,234,567.89"),
    ],
)
def test_a_number_carries_its_decimals_separators_and_a_true_minus(value: float, decimals: int, said: str) -> None:
    assert numbers.number(value, decimals) == said


def test_a_size_has_no_sign() -> None:
    assert numbers.size(-1790, -1) == "1,790"


def test_a_count_under_the_threshold_is_said_in_words() -> None:
    assert numbers.people(None, 10) == "fewer than 10"


def test_a_count_is_written_with_separators() -> None:
    assert numbers.people(15_990, 10) == "15,990"


@pytest.mark.parametrize(("value", "said"), [(98, "98%"), (99.6, "99.6%"), (98.04, "98%"), (None, "not shown")])
def test_a_percentage_has_at_most_one_decimal(value: float | None, said: str) -> None:
    assert numbers.percent(value) == said


@pytest.mark.parametrize(("value", "said"), [(0.1, "0.10"), (-0.031, "−0.03"), (None, "not shown")])
def test_an_smd_has_two_decimals(value: float | None, said: str) -> None:
    assert numbers.smd(value) == said


@pytest.mark.parametrize(
    ("value", "up"), [(0.2, 10), (-30, 10), (10, 10), (11, 20), (1000, 1000), (1001, 1100), (12_345, 12_400)]
)
def test_participants_needed_are_rounded_up_to_tens_and_above_a_thousand_to_hundreds(
    value: float, up: int
) -> None:
    assert numbers.rounded_up(value) == up


def test_what_is_not_finite_cannot_be_rounded_up() -> None:
    with pytest.raises(ValueError, match="finite"):
        numbers.rounded_up(float("inf"))


def test_a_date_is_written_as_people_write_it() -> None:
    assert numbers.day(dt.date(2026, 3, 3)) == "3 March 2026"
