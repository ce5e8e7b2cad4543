"""Matches shared out among groups."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomelab.linkage.measures.shared_out import shared_out

counts = st.floats(0, 1_000)
levels = st.lists(st.tuples(counts, counts), min_size=1, max_size=6)


@given(levels, st.floats(0, 1))
def test_no_group_is_told_more_than_it_has_room_for_and_all_is_shared_out(levels, share):
    told, room = (np.array(column) for column in zip(*levels, strict=True))
    number = share * room.sum()
    shares = shared_out(number, told, room)
    assert (shares >= 0).all()
    assert (shares <= room).all()
    assert shares.sum() == pytest.approx(number, abs=1e-6)


def test_a_group_of_ten_with_eight_matches_is_told_two_at_most():
    shares = shared_out(15.4, np.array([9.0, 12.0]), np.array([2.0, 100.0]))
    assert shares.tolist() == pytest.approx([2.0, 13.4])


def test_where_there_is_room_each_group_has_what_its_own_matches_tell():
    shares = shared_out(11.0, np.array([20.0, 2.0]), np.array([1e3, 1e3]))
    assert shares.tolist() == pytest.approx([10.0, 1.0])
