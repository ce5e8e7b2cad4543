"""The propensity score: converged, whatever the covariates look like; separated, and by what."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomelab.errors import ImpactError
from outcomelab.impact.matrix import Matrix, Number
from outcomelab.impact.propensity import _SAMPLE, _sample, fitted, logit_scores


def standard(columns):
    values = np.column_stack(columns).astype(np.float64)
    return Matrix(len(values), tuple(Number(held.copy(), held.mean(), held.std()) for held in values.T))


def drawn(columns, seed=3):
    """Who takes part, by chance, more likely with the first column; the design of `columns`."""
    matrix = standard(columns)
    lean = matrix.take(np.arange(len(matrix)))[:, 0].clip(-2, 2)
    return matrix, np.random.default_rng(seed).random(len(matrix)) < 1 / (1 + np.exp(1.5 - 0.8 * lean))


def exact(matrix, y):
    """Maximum likelihood by Newton's steps in extended precision (64 bits of mantissa), solved by elimination."""
    x = np.column_stack([np.ones(len(matrix)), matrix.take(np.arange(len(matrix)))]).astype(np.longdouble)
    y, beta = y.astype(np.longdouble), np.zeros(x.shape[1], dtype=np.longdouble)
    for _ in range(40):
        p = 1 / (1 + np.exp(-x @ beta))
        beta += solved((x * (p * (1 - p))[:, None]).T @ x, x.T @ (y - p))
    return beta.astype(np.float64)


def solved(a, b):
    a = np.column_stack([a, b])
    for i in range(len(a)):
        pivot = i + int(np.argmax(np.abs(a[i:, i])))
        a[[i, pivot]] = a[[pivot, i]]
        a[i] /= a[i, i]
        a -= np.where(np.arange(len(a)) == i, 0, a[:, i])[:, None] * a[i]
    return a[:, -1]


RNG = np.random.default_rng(11)
X = RNG.normal(size=(3, 2000))
AWKWARD = {
    "tame": X,
    "huge and tiny scales": (X[0] * 1e12 + 3e15, X[1] * 1e-12, X[2]),
    "far from zero": (X[0] * 1e-3 + 1e6, X[1], X[2]),
    "skewed": (np.exp(3 * X[0]), np.exp(2 * X[1]), X[2] ** 3),
    "rare": ((RNG.random(2000) < 0.02), X[1], (RNG.random(2000) < 0.04)),
    "near collinear": (X[0], X[0] + 1e-3 * X[1], X[2]),
    "nearly the same": (X[0], X[0] + 1e-4 * X[1], X[2]),
}


@pytest.mark.parametrize("columns", AWKWARD.values(), ids=AWKWARD)
def test_coefficients_are_those_of_extended_precision_to_1e_8(columns):
    matrix, took_part = drawn(columns)
    found, ended = fitted(matrix, took_part.astype(float), np.ones(len(matrix)))
    assert ended
    assert found == pytest.approx(exact(matrix, took_part), rel=1e-8, abs=1e-8)


@pytest.mark.parametrize("columns", AWKWARD.values(), ids=AWKWARD)
def test_coefficients_are_those_of_statsmodels(columns):
    matrix, took_part = drawn(columns)
    design = sm.add_constant(matrix.take(np.arange(len(matrix))))
    theirs = sm.Logit(took_part.astype(float), design).fit(disp=0, method="newton", tol=1e-9, maxiter=60).params
    found, _ = fitted(matrix, took_part.astype(float), np.ones(len(matrix)))
    assert found == pytest.approx(theirs, rel=1e-6, abs=1e-7)


def test_very_many_rows_reach_the_same_end_by_another_way():
    draw = np.random.default_rng(2)
    matrix, took_part = drawn(draw.normal(size=(3, 130_000)))
    found, ended = fitted(matrix, took_part.astype(float), np.ones(len(matrix)))
    x = np.column_stack([np.ones(len(matrix)), matrix.take(np.arange(len(matrix)))])
    p = 1 / (1 + np.exp(-x @ found))
    step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x, x.T @ (took_part - p))
    assert ended
    assert np.abs(step).max() < 1e-8


@given(
    st.integers(0, 2**32),
    st.floats(0.001, 0.999),
    st.sampled_from(["first", "last", "every other", "as they come"]),
)
@settings(max_examples=30, deadline=None)
def test_a_sample_has_enough_of_each_kind_in_any_order_of_rows(seed, share, order):
    draw = np.random.default_rng(seed)
    y = (draw.random(300_000) < share).astype(float)
    weights = (draw.random(len(y)) < 0.8).astype(float)
    if order in ("first", "last"):
        y = np.sort(y)[:: -1 if order == "first" else 1].copy()
    if order == "every other":
        y = (np.arange(len(y)) % 2).astype(float)
    places, heavier = _sample(y, weights)
    assert (weights[places] > 0).all()
    for side in (0.0, 1.0):
        there, taken = int(weights[y == side].sum()), y[places] == side
        assert min(there, _SAMPLE) <= taken.sum() <= 2 * _SAMPLE
        assert there <= heavier[taken].sum() < there + heavier[taken][0]


def test_a_sample_misses_nobody_for_where_they_stand():
    y, weights = np.zeros(420_000), np.arange(420_000) % 2.0  # those who count are never a fourth row
    y[:50] = 1.0
    places, _ = _sample(y, weights)
    assert np.count_nonzero(y[places] == 0) >= _SAMPLE


@pytest.mark.parametrize("n", [2_000, 120_000], ids=["few rows", "many rows"])
def test_columns_that_separate_together_are_named_and_no_others(n):
    draw = np.random.default_rng(4)
    age, visits, debt = draw.normal(size=(3, n))
    took_part = np.arange(n) % 10 == 0
    later = age + np.where(took_part, 1, -1) * (0.01 + draw.random(n))
    with pytest.raises(ImpactError, match="Taken together, age and later tell") as refused:
        logit_scores(standard([visits, age, debt, later]), took_part, ["visits", "age", "debt", "later"])
    assert "visits" not in str(refused.value)


def test_a_column_that_separates_all_but_one_value_is_named():
    draw = np.random.default_rng(5)
    took_part = np.arange(900) < 300
    months = np.where(took_part, draw.integers(5, 9, 900), draw.integers(0, 6, 900))
    with pytest.raises(ImpactError, match="months tells participants and pool apart"):
        logit_scores(standard([draw.normal(size=900), months]), took_part, ["age", "months"])


def test_two_columns_that_separate_all_but_some_who_are_level_are_named():
    draw = np.random.default_rng(6)
    took_part = np.arange(900) < 300
    first = draw.integers(0, 5, 900)
    second = first + np.where(took_part, 1, -1) * draw.integers(0, 3, 900)
    with pytest.raises(ImpactError, match="Taken together, first and second"):
        logit_scores(standard([first, second, draw.normal(size=900)]), took_part, ["first", "second", "age"])


def test_a_strong_covariate_is_no_separation():
    draw = np.random.default_rng(7)
    lean = draw.normal(size=20_000)
    took_part = draw.random(20_000) < 1 / (1 + np.exp(12 - 25 * lean))
    assert np.isfinite(logit_scores(standard([lean]), took_part, ["lean"])).all()
