"""What bends is not laid to the programme: a number's curves beside its straight line."""

import numpy as np
import pandas as pd
import pytest

import outcomelab
from outcomelab.impact.chosen import Comparable, choose
from outcomelab.impact.curves import bent
from outcomelab.impact.effect import expected_without, leverages, matched_effect
from outcomelab.impact.estimates import estimates
from outcomelab.impact.matrix import Matrix, Number
from outcomelab.impact.plan import Plan
from outcomelab.impact.propensity import logit_scores


def offenders(size, share=0.3, seed=5):
    """Younger people and, by the logarithm, those with more offences join and do it again: not for joining."""
    draw = np.random.default_rng(seed)
    offences, age = np.floor(draw.lognormal(1.5, 0.9, size)) + 1, draw.normal(35, 9, size)
    bends = np.log(offences) - np.log(offences).mean()
    joined = draw.logistic(size=size) < bends - 0.1 * (age - 35) + np.log(share / (1 - share))
    again = (draw.logistic(size=size) < 1.5 * bends).astype(int)
    spent = 100 * bends + draw.normal(0, 50, size)
    return pd.DataFrame({"joined": joined, "offences": offences, "age": age, "again": again, "spent": spent})


@pytest.fixture(scope="module")
def found():
    asked = {"treatment": "joined", "outcomes": ["again", "spent"], "covariates": ["offences", "age"]}
    return outcomelab.evaluate(offenders(40_000), **asked, methods=["radius"]).outcomes


@pytest.mark.parametrize("outcome", [0, 1])
def test_a_programme_that_does_nothing_is_told_so_where_joining_and_outcome_bend(found, outcome):
    effect = found[outcome].effect
    assert effect.low < 0 < effect.high


def numbers(*columns):
    return Matrix(len(columns[0]), tuple(Number(held, held.mean(), held.std()) for held in columns))


def test_curves_are_squares_among_participants_and_straight_beyond_them():
    held = np.linspace(-10, 10, 2001)
    curves = bent(numbers(held), np.abs(held) <= 4).take(np.arange(len(held)))[:, 1:]
    bends = np.diff(curves, 2, axis=0)
    place = held[1:-1]
    for curve, there in zip(
        bends.T, ((place > -3.5) & (place < -0.1), (place > 0.1) & (place < 3.5)), strict=True
    ):
        assert curve[there] == pytest.approx(curve[there].mean(), rel=1e-6)
        assert curve[there].min() > 1e-6
    assert bends[np.abs(place) > 4] == pytest.approx(0, abs=1e-9)


def test_curves_read_a_block_at_a_time_are_curves_written_out():
    draw = np.random.default_rng(2)
    size = 20_000  # some blocks, the last of them short
    made = bent(numbers(draw.gamma(2, 3, size), draw.normal(1e6, 5, size)), np.arange(size) < 900)
    full = np.column_stack([np.ones(size), made.take(np.arange(size))])
    beta, value = draw.normal(size=7), draw.normal(size=size)
    assert made.width == 6
    assert full[:, 1:].mean(axis=0) == pytest.approx(0, abs=1e-9)
    np.testing.assert_allclose(made.linear(beta), full @ beta, atol=1e-9)
    assert made.sums(value) == pytest.approx(full.T @ value, abs=1e-7)
    np.testing.assert_allclose(made.among(np.arange(0, size, 7)).linear(beta), (full @ beta)[::7], atol=1e-9)


def test_a_number_of_two_values_bends_nowhere():
    held = np.where(np.arange(1000) % 3 == 0, 7.0, 2.0)
    assert bent(numbers(held), np.arange(1000) < 400).width == 1


def test_few_people_are_expected_to_do_as_a_straight_line_says():
    people = offenders(40)
    participant, y = people["joined"].to_numpy(), people["again"].to_numpy(float)
    matrix = numbers(people["offences"].to_numpy(), people["age"].to_numpy())
    nothing = np.zeros(len(y), dtype=np.int64)
    scores = logit_scores(matrix, participant)
    those = Comparable(np.arange(len(y)), matrix, participant, scores, nothing, nothing, nothing)
    chosen = choose("radius", those, Plan("joined", {}, ()))
    assert chosen.effective < 10 * bent(matrix, participant).width
    expected = expected_without(chosen.others, matrix, y, True)
    straight = matched_effect(
        "radius", chosen.match, y - expected, leverages(chosen.others, matrix, expected, True)
    )
    assert estimates(chosen, those, y, True)[0].estimate == straight.estimate
