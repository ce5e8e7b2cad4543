"""Curves, tests and ratios of invented people against lifelines, and what must hold of any."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from outcomelab.impact.survival.cox import cox
from outcomelab.impact.survival.curve import curve
from outcomelab.impact.survival.influence import influence, restricted_mean
from outcomelab.impact.survival.life_table import life_table
from outcomelab.impact.survival.lives import Lives
from outcomelab.impact.survival.logrank import log_rank
from outcomelab.impact.survival.pseudo import pseudo_observations

FEW = settings(max_examples=40, deadline=None)


@st.composite
def lives(draw, kinds=2, weighted=False, tied=True):
    n = draw(st.integers(12, 60))
    time = draw(arrays(float, n, elements=st.integers(1, 20), unique=False))
    if not tied:
        time = np.asarray(draw(st.permutations(range(1, n + 1))), dtype=float)
    event = draw(arrays(np.int64, n, elements=st.integers(0, kinds - 1)))
    weight = draw(arrays(float, n, elements=st.integers(1, 40))) / 8 if weighted else np.ones(n)
    return Lives(time, event, weight)


@FEW
@given(lives())
def test_curve_and_interval_are_those_of_lifelines(people):
    from lifelines import KaplanMeierFitter

    until = float(people.time.max())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = KaplanMeierFitter().fit(people.time, people.event)
    told = curve(people, until)
    assert np.atleast_1d(theirs.predict(list(told.times))) == pytest.approx(told.without, abs=1e-12)
    limits = theirs.confidence_interval_.loc[list(told.times)].to_numpy()
    inside = (np.array(told.without) > 0) & (np.array(told.without) < 1)
    ours = np.column_stack([told.low, told.high])[inside]
    assert limits[inside] == pytest.approx(ours, abs=1e-9)


@FEW
@given(lives(weighted=True))
def test_a_weighted_curve_is_that_of_lifelines(people):
    from lifelines import KaplanMeierFitter

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = KaplanMeierFitter().fit(people.time, people.event, weights=people.weight)
    told = curve(people, float(people.time.max()))
    assert np.atleast_1d(theirs.predict(list(told.times))) == pytest.approx(told.without, abs=1e-9)


@FEW
@given(lives(), st.integers(1, 2**30))
def test_the_log_rank_statistic_is_that_of_lifelines(people, seed):
    from lifelines.statistics import logrank_test

    group = np.random.default_rng(seed).random(len(people)) < 0.5
    assume(group.any() and not group.all())
    ours = log_rank(people, group)
    assume(ours is not None)
    theirs = logrank_test(people.time[group], people.time[~group], people.event[group], people.event[~group])
    assert ours.statistic == pytest.approx(theirs.test_statistic, rel=1e-8, abs=1e-10)


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 2**30), st.booleans())
def test_a_cox_model_is_that_of_lifelines(seed, weighted):
    from lifelines import CoxPHFitter

    draw = np.random.default_rng(seed)
    n = 80
    weight = draw.uniform(0.2, 3, n) if weighted else np.ones(n)
    time = draw.permutation(n) + 1.0 if weighted else np.ceil(draw.uniform(0, 25, n))  # its sandwich has no ties
    table = pd.DataFrame({"x": draw.normal(size=n), "z": draw.random(n), "t": time, "w": weight})
    table["e"] = (draw.random(n) < 0.7).astype(int)
    ours = cox(table[["x", "z"]].to_numpy(), Lives(time, table.e.to_numpy(dtype=np.int64), weight))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        finely = {"precision": 1e-12, "r_precision": 1e-14}
        theirs = CoxPHFitter().fit(table, "t", "e", weights_col="w", robust=weighted, fit_options=finely)
    assert ours.log_ratios == pytest.approx(theirs.params_.to_numpy(), abs=1e-6)
    assert np.sqrt(np.diag(ours.covariance)) == pytest.approx(theirs.standard_errors_.to_numpy(), rel=1e-4)


@FEW
@given(lives(kinds=3), st.integers(2, 20))
def test_pseudo_observations_are_what_leaving_each_person_out_gives(people, until):
    def mean(of):
        table = life_table(of)
        return float(table.lengths(until) @ np.concatenate([[1.0], 1 - table.had]))

    n = len(people)
    others = [mean(people.among(np.arange(n) != one)) for one in range(n)]
    expected = n * mean(people) - (n - 1) * np.array(others)
    assert pseudo_observations(people, until) == pytest.approx(expected, abs=1e-9)


@FEW
@given(lives(kinds=3, weighted=True), st.integers(2, 20))
def test_an_influence_is_what_a_little_more_weight_does(people, until):
    def mean(weight):
        table = life_table(Lives(people.time, people.event, weight))
        return float(table.lengths(until) @ np.concatenate([[1.0], 1 - table.had]))

    h = 1e-5
    up, down = (
        [mean(people.weight * (1 + sign * h * (np.arange(len(people)) == one))) for one in range(len(people))]
        for sign in (1, -1)
    )
    moved = (np.array(up) - np.array(down)) / (2 * h)
    table = life_table(people)
    _, se = restricted_mean(table, influence(people, table), until)
    assert se == pytest.approx(np.sqrt((moved**2).sum()), rel=1e-4, abs=1e-7)


@FEW
@given(lives(kinds=3), st.integers(2, 20))
def test_without_anyone_lost_a_pseudo_observation_is_the_capped_time(people, until):
    whole = Lives(people.time, np.where(people.event == 0, 1, people.event), people.weight)
    expected = np.where(whole.event == 1, np.minimum(whole.time, until), until)
    assert pseudo_observations(whole, until).tolist() == expected.tolist()


@FEW
@given(lives(kinds=3, weighted=True), st.randoms(use_true_random=False), st.floats(0.1, 100))
def test_order_and_scale_of_weights_change_nothing(people, shuffle, scale):
    order = list(range(len(people)))
    shuffle.shuffle(order)
    other = Lives(people.time[order], people.event[order], scale * people.weight[order])
    ours, theirs = (curve(one, float(people.time.max())) for one in (people, other))
    assert ours.times == theirs.times
    assert ours.without == pytest.approx(theirs.without, abs=1e-12)
    assert ours.se == pytest.approx(theirs.se, abs=1e-7)
    assert (ours.at_risk, ours.events) == (theirs.at_risk, theirs.events)


def test_very_many_times_are_told_at_whole_units_and_exactly():
    draw = np.random.default_rng(8)
    time = draw.exponential(300, 20_000)
    people = Lives(time, (draw.random(20_000) < 0.5).astype(np.int64), np.ones(20_000))
    told = curve(people, 365.0)
    assert told.times == tuple(float(day) for day in range(1, 366))
    assert told.at_risk[29] == (time >= 30).sum()
    every = life_table(people)
    assert told.without[29] == every.without[np.searchsorted(every.times, 30, "right") - 1]
