"""How far an estimated recall is to be trusted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomelab.disclosure.linkage_warnings import recall_warning
from outcomelab.protocol.recall import recall_between, uncertain


@given(st.floats(0, 1))
def test_the_estimate_lies_between_its_bounds(recall):
    low, high = recall_between(recall)
    assert 0 <= low <= recall + 1e-12
    assert recall - 1e-12 <= high <= 1


def test_of_100_matches_80_found_are_67_to_89_in_100():
    assert recall_between(0.8) == pytest.approx((80 / 120, 80 / 90))


def test_a_recall_of_99_in_100_is_trusted():
    assert uncertain(0.99) is None
    assert not list(recall_warning(0.99, 99.0))


def test_a_recall_of_80_in_100_is_warned_of_with_both_bounds():
    [said] = recall_warning(0.8, 80.0)
    assert "between 67% and 89%" in said


def test_a_recall_that_is_not_shown_is_not_warned_of():
    assert not list(recall_warning(0.8, None))
