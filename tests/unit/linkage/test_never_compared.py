"""Matches that were never compared, shared out among groups."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomelab.linkage.measures.never_compared import shared_out

counts = st.floats(0, 1_000)
groups = st.lists(st.tuples(*[counts] * 5, counts), min_size=1, max_size=6)


@given(groups, st.floats(0, 1))
def test_no_group_is_told_more_than_it_has_room_for_and_all_is_shared_out(levels, share):
    found, room = np.array([one[:5] for one in levels]), np.array([one[5] for one in levels])
    missed = share * room.sum()
    shares = shared_out(missed, found, np.arange(len(room)), room)
    assert (shares >= 0).all()
    assert (shares <= room).all()
    assert shares.sum() == pytest.approx(missed, abs=1e-6)


def test_a_group_of_ten_with_eight_matches_is_told_two_at_most():
    found = np.array([[4.0, 4.0, 0.0, 0.0, 0.0], [100.0, 100.0, 700.0, 0.0, 0.0]])
    shares = shared_out(15.4, found, np.arange(2), np.array([2.0, 100.0]))
    assert shares.tolist() == pytest.approx([2.0, 13.4])


def test_where_there_is_room_each_group_has_what_its_own_matches_tell():
    found = np.array([[10.0, 10.0, 9.0, 0.0, 0.0], [10.0, 10.0, 99.0, 0.0, 0.0]])
    shares = shared_out(11.0, found, np.arange(2), np.array([1e3, 1e3]))
    assert shares.tolist() == pytest.approx([10.0, 1.0])
