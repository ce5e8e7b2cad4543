"""What must hold of any matching, whatever the data."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from outcomelab.errors import ImpactError
from outcomelab.impact.evaluate import evaluate
from outcomelab.impact.matching import nearest, radius

WIDTH = 0.3


@st.composite
def scored_people(draw):
    n = draw(st.integers(4, 120))
    # few distinct values, so that ties and exact distances to the caliper come up often
    scores = np.array(draw(st.lists(st.integers(-20, 20), min_size=n, max_size=n))) / 10
    participant = np.array(draw(st.lists(st.booleans(), min_size=n, max_size=n)))
    strata = np.array(draw(st.lists(st.integers(0, 3), min_size=n, max_size=n)), dtype=np.int64)
    assume(participant.any() and not participant.all())
    return scores, participant, strata


@given(scored_people(), st.sampled_from([radius, nearest]))
def test_nobody_is_compared_outside_caliper_or_stratum(people, method):
    scores, _, strata = people
    match = method(*people, WIDTH)
    for row, first, last in zip(match.rows, match.first, match.last, strict=True):
        compared = match.order[first:last]
        assert (np.abs(scores[compared] - scores[row]) <= WIDTH + 1e-12).all()
        assert (strata[compared] == strata[row]).all()


@given(scored_people())
def test_radius_matching_finds_everyone_in_reach_as_a_full_search_would(people):
    scores, participant, strata = people
    match = radius(*people, WIDTH)
    within = (np.abs(scores[:, None] - scores[None, :]) < WIDTH - 1e-9) & (strata[:, None] == strata[None, :])
    for row, first, last in zip(match.rows, match.first, match.last, strict=True):
        assert set(np.flatnonzero(within[row] & ~participant)) <= set(match.order[first:last])


@given(scored_people(), st.sampled_from([radius, nearest]))
def test_the_weights_add_up_to_the_participants_matched(people, method):
    match = method(*people, WIDTH)
    assert match.weight.sum() == pytest.approx(len(match.rows))
    assert len(match.rows) + len(match.unmatched) == people[1].sum()


@given(scored_people())
def test_the_nearest_is_as_near_as_anyone(people):
    scores, participant, strata = people
    match = nearest(*people, WIDTH)
    for row, first in zip(match.rows, match.first, strict=True):
        others = scores[~participant & (strata == strata[row])]
        assert abs(scores[match.order[first]] - scores[row]) == pytest.approx(np.abs(others - scores[row]).min())


@st.composite
def analysis_tables(draw):
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    n, pool = draw(st.integers(30, 80)), draw(st.integers(60, 300))
    participant = np.arange(n + pool) < n
    age = rng.normal(30 + 2 * participant, 5).round(1)
    region = rng.choice(["north", "south", "west"], n + pool)
    y = (rng.random(n + pool) < 0.4).astype(float)
    return pa.table({"participant": participant, "age": age, "region": region.tolist(), "reoffended": y}), rng


def outcome_of(table, protocol):
    try:
        return evaluate(table, protocol).outcomes[0].effect
    except ImpactError:
        assume(False)


@settings(max_examples=25, deadline=None)
@given(analysis_tables())
def test_nothing_depends_on_the_order_of_rows(make_protocol, drawn):
    table, rng = drawn
    protocol = make_protocol(("age",), ("region",))
    shuffled = table.take(pa.array(rng.permutation(table.num_rows)))
    one, other = outcome_of(table, protocol), outcome_of(shuffled, protocol)
    assert (one.estimate, one.se) == pytest.approx((other.estimate, other.se), abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(analysis_tables(), st.floats(0.1, 50), st.floats(-100, 100))
def test_nothing_depends_on_a_covariates_unit_or_zero(make_protocol, drawn, scale, shift):
    table, _ = drawn
    protocol = make_protocol(("age",), ("region",))
    place = table.column_names.index("age")
    moved = table.set_column(place, "age", pa.array(table["age"].to_numpy() * scale + shift))
    one, other = outcome_of(table, protocol), outcome_of(moved, protocol)
    assert one.estimate == pytest.approx(other.estimate, abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(analysis_tables())
def test_counting_those_without_the_outcome_turns_the_interval_round(make_protocol, drawn):
    table, _ = drawn
    protocol = make_protocol(("age",), ("region",))
    place = table.column_names.index("reoffended")
    turned = table.set_column(place, "reoffended", pa.array(1 - table["reoffended"].to_numpy()))
    one, other = outcome_of(table, protocol), outcome_of(turned, protocol)
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low), abs=1e-8)
