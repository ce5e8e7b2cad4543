"""Percentiles, means and coefficients by themselves: each rule, with the figure on either side of it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomelab.disclosure.statistics.coefficients import Coefficient, protect_coefficients
from outcomelab.disclosure.statistics.mean import protect_mean
from outcomelab.disclosure.statistics.position import protect_percentiles
from outcomelab.errors import DisclosureRefused, UsageError

AMOUNTS = np.arange(1.0, 402.0)
ONE = Coefficient(0.123456, -0.0512345, 0.298765)


def percentiles(values, percents=(5, 25, 50, 75, 95), persons=None):
    found = protect_percentiles("cost", values, percents, persons).figures
    return {one.percent: one.value for one in found.percentiles}


def test_percentiles_carry_two_significant_figures():
    assert percentiles(AMOUNTS) == {5: 21.0, 25: 100.0, 50: 200.0, 75: 300.0, 95: 380.0}


def test_a_percentile_that_few_lie_beyond_is_withheld():
    assert percentiles(AMOUNTS[:199], (5, 50))[5] is None  # it is the tenth smallest: nine are below
    assert percentiles(AMOUNTS[:201], (5, 50))[5] == 11.0


def test_a_value_that_many_share_is_nobodys_own():
    assert percentiles(np.r_[np.zeros(30), AMOUNTS], (5,)) == {5: 0.0}
    assert percentiles(np.r_[np.zeros(9), AMOUNTS[:40]], (5,)) == {5: None}


@pytest.mark.parametrize("percent", [0, 1, 4, 96, 99, 100])
def test_extremes_are_never_shown(percent):
    assert percentiles(np.repeat(AMOUNTS, 100), (percent,)) == {percent: None}


def test_a_median_needs_twenty_persons():
    assert percentiles(AMOUNTS[:19], (50,)) == {50: None}
    assert percentiles(np.r_[AMOUNTS[:10], AMOUNTS[20:30]], (50,)) == {50: 15.0}


def test_rows_of_one_person_count_once():
    assert percentiles(AMOUNTS, (50,), persons=np.arange(401) % 19) == {50: None}
    assert percentiles(AMOUNTS, (50,), persons=np.arange(401) % 20) == {50: 200.0}


@given(st.lists(st.floats(-1e9, 1e9), max_size=80), st.sets(st.integers(0, 100)))
def test_no_percentile_shown_has_few_persons_beyond_it(values, percents):
    for percent, shown in percentiles(values, sorted(percents)).items():
        if shown is not None:
            held = np.array(values)
            raw = np.quantile(held, percent / 100, method="averaged_inverted_cdf")
            assert min(np.sum(held < raw), np.sum(held > raw)) >= 10 or np.sum(held == raw) >= 10
            assert 5 <= percent <= 95


def mean_of(values, **asked):
    return protect_mean("cost", values, **asked).figures


def test_a_mean_carries_three_significant_figures_and_its_sum_is_made_of_rounded_ones():
    found = mean_of(AMOUNTS[:203])
    assert (found.persons, found.mean, found.total) == (205, 102.0, 20900.0)


def test_a_mean_needs_ten_contributors():
    assert mean_of(np.r_[AMOUNTS[:9], np.zeros(50)]).mean is None
    assert mean_of(np.r_[AMOUNTS[:10], np.zeros(50)]).mean is not None


def test_a_mean_that_two_persons_make_is_withheld():
    assert mean_of(np.r_[np.full(20, 1.0), 90.0, 91.0]).mean is None  # 181 of 201: just over 90%
    assert mean_of(np.r_[np.full(20, 1.1), 90.0, 91.0]).mean is not None  # 181 of 203


def test_nobody_can_come_within_p_percent_of_another():
    rest = np.r_[np.full(11, 1.0), 2.0]  # 13 together
    assert not mean_of(np.r_[rest, 100.0, 8.0]).withheld
    assert mean_of(np.r_[rest, 100.0, 8.0], costs=True).withheld  # 13 is less than 15% of 100
    assert not mean_of(np.r_[rest, 86.0, 8.0], costs=True).withheld
    assert mean_of(np.r_[rest, 110.0, 8.0]).withheld  # 118 of 131: just over 90%


def test_a_persons_rows_are_added_up_first():
    assert mean_of(np.full(40, 3.0), persons=np.arange(40) % 9).withheld
    assert mean_of(np.r_[np.full(40, 3.0), np.arange(20)], persons=np.arange(60) % 20).mean == 15.5


def test_the_mean_of_a_yes_or_no_is_a_rate():
    assert mean_of(np.r_[np.ones(95), np.zeros(9)]).withheld
    assert mean_of(np.r_[np.ones(95), np.zeros(10)]).mean == 0.905
    assert mean_of(np.ones(100)).withheld


def model(persons=400, few=20, terms=1):
    """A yes-or-no outcome, a number, and a level that `few` persons have, half of them with the outcome."""
    outcome = np.arange(persons) % 2
    level = (np.arange(persons) < few).astype(float)
    numbers = {f"x{n}": np.cos(np.arange(persons) * (n + 1)) for n in range(terms)}
    return outcome, {"level": level, **numbers}


def coefficients(outcome, terms, **more):
    asked = {"constant": ONE, **dict.fromkeys(terms, ONE), **more}
    return {c.term: c for c in protect_coefficients("reoffended", outcome, terms, asked).figures.coefficients}


def test_coefficients_carry_three_significant_figures_and_never_a_narrower_interval():
    shown = coefficients(*model())["level"]
    assert (shown.estimate, shown.low, shown.high) == (0.123, -0.0513, 0.299)


def test_a_level_needs_ten_persons_in_each_class_of_the_outcome():
    assert coefficients(*model(few=19))["level"].estimate is None
    assert coefficients(*model(few=19))["x0"].estimate is not None
    assert coefficients(*model(few=20))["level"].estimate is not None


def test_a_constant_given_as_a_column_is_no_level():
    outcome, terms = model()
    shown = protect_coefficients("y", outcome, terms | {"c": np.ones(400)}, dict.fromkeys([*terms, "c"], ONE))
    assert all(one.estimate is not None for one in shown.figures.coefficients)


def test_a_model_needs_residual_degrees_of_freedom_and_persons_for_its_parameters():
    with pytest.raises(DisclosureRefused, match="residual degrees of freedom"):
        coefficients(*model(persons=21, terms=10))
    with pytest.raises(DisclosureRefused, match="parameters a person"):
        coefficients(*model(persons=60, terms=18))


def test_a_saturated_model_is_a_table_and_refused():
    outcome, terms = model(terms=0)
    with pytest.raises(DisclosureRefused, match="saturated"):
        coefficients(outcome, terms)


def test_a_model_is_checked_whole():
    outcome, terms = model()
    with pytest.raises(UsageError, match="level"):
        protect_coefficients("y", outcome, terms, {"x0": ONE})


@pytest.mark.parametrize("values", [["a"], [1.0, np.nan], [[1.0], [2.0]]])
def test_a_column_that_holds_no_numbers_is_said_so(values):
    for protect in (protect_mean, protect_percentiles):
        with pytest.raises(UsageError, match="cost must hold numbers"):
            protect("cost", values)
