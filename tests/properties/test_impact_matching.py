"""What must hold of any matching, whatever the data."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from outcomelab.errors import ImpactError
from outcomelab.impact.evaluate import evaluate
from outcomelab.impact.matching import radius
from outcomelab.impact.nearest import nearest_again, nearest_once

WIDTH = 0.3


def nearest(scores, participant, strata, width):
    return nearest_again(scores, participant, strata, 1, width / scores.std(ddof=1))


@st.composite
def scored_people(draw):
    n = draw(st.integers(4, 120))
    # few distinct values, so that ties and exact distances to the caliper come up often
    scores = np.array(draw(st.lists(st.integers(-20, 20), min_size=n, max_size=n))) / 10
    participant = np.array(draw(st.lists(st.booleans(), min_size=n, max_size=n)))
    strata = np.array(draw(st.lists(st.integers(0, 3), min_size=n, max_size=n)), dtype=np.int64)
    assume(participant.any() and not participant.all() and scores.std() > 0)
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


@given(scored_people(), st.integers(1, 4), st.one_of(st.none(), st.floats(0.01, 2)))
def test_without_replacement_it_is_what_a_greedy_search_finds(people, ratio, caliper):
    scores, participant, strata = people
    key = np.arange(len(scores))
    pairs = nearest_once(scores, participant, strata, key, key, ratio, caliper)
    assert len(set(pairs.pool)) == len(pairs.pool)
    distance = np.abs(scores[pairs.pool] - scores[pairs.participant]).round(9)
    assert sorted(distance) == sorted(greedy(scores, participant, strata, ratio, caliper))


def greedy(scores, participant, strata, ratio, caliper):
    """Distances found one participant after the other, the largest score first."""
    free = ~participant
    width = np.inf if caliper is None else caliper * scores.std(ddof=1)
    found = []
    for _ in range(ratio):
        for row in sorted(np.flatnonzero(participant), key=lambda row: -scores[row]):
            at = np.where(free & (strata == strata[row]), np.abs(scores - scores[row]).round(9), np.inf)
            if at.min() <= width and np.isfinite(at.min()):
                # of two equally near, the lower
                free[min(np.flatnonzero(at == at.min()), key=lambda place: scores[place])] = False
                found.append(at.min())
    return found


@given(scored_people(), st.integers(1, 4))
def test_the_weights_of_pairs_add_up_to_one_for_each(people, ratio):
    key = np.arange(len(people[0]))
    pairs = nearest_once(*people, key, key, ratio)
    total = np.bincount(pairs.participant, pairs.weight)
    assert np.allclose(total[total > 0], 1)


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
