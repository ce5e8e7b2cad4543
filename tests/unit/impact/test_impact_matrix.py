"""The design read as it came is the design written out; a column's moments, told block by block, are NumPy's."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from outcomelab.impact.balance import balance
from outcomelab.impact.columns import read_columns
from outcomelab.impact.design import design
from outcomelab.impact.features import features
from outcomelab.impact.kernels import add_cells, add_numbers, level_sums, spread_out, sum_cells, sum_numbers
from outcomelab.impact.moments import moments

N = 20_000  # some blocks, the last of them short
DRAW = np.random.default_rng(3)
HELPED = np.arange(N) % 9 == 0
COLUMNS = {f"x{number}": DRAW.normal(10.0**number, 1, N) for number in range(5)} | {
    "some": np.where(DRAW.random(N) < 0.1, np.nan, DRAW.normal(size=N)),
    "yes": (DRAW.random(N) < 0.3).astype(float),
    "many": [f"{code:02}" for code in DRAW.integers(0, 90, N)],
    "more": [f"{code:02}" for code in DRAW.integers(0, 60, N)],  # too many together for one code a row
    "few": DRAW.choice(["a", "b", None], N).tolist(),
}


@pytest.fixture(scope="module")
def made():
    table = read_columns(pa.table(COLUMNS), list(COLUMNS))
    return design(features(table, tuple(COLUMNS)), HELPED, {})


@pytest.fixture(scope="module")
def written(made):
    return np.column_stack([feature.values for feature in made.used])


@pytest.fixture(scope="module")
def standardised(written):
    return (written - written.mean(axis=0)) / written.std(axis=0)


def test_every_column_is_what_it_is_said_to_be(made, standardised):
    assert made.matrix.width == len(made.used) == 5 + 2 + 1 + 89 + 59 + 2
    np.testing.assert_allclose(made.matrix.take(np.arange(N)), standardised, atol=1e-9)


def test_its_sums_and_products_are_those_of_the_matrix_written_out(made, standardised):
    full = np.column_stack([np.ones(N), standardised])
    beta, value = DRAW.normal(size=full.shape[1]), DRAW.normal(size=N)
    np.testing.assert_allclose(made.matrix.linear(beta), full @ beta, atol=1e-9)
    assert made.matrix.sums(value) == pytest.approx(full.T @ value, abs=1e-7)
    np.testing.assert_allclose(made.matrix.gram(value**2), (full * value[:, None] ** 2).T @ full, atol=1e-6)
    found = made.matrix.slope(beta, lambda place, eta: value[place] * np.tanh(eta))
    assert found == pytest.approx(full.T @ (value * np.tanh(full @ beta)), abs=1e-7)
    assert made.matrix.mean_of(HELPED) == pytest.approx(standardised[HELPED].mean(axis=0), abs=1e-9)


def test_some_rows_and_some_columns_of_it_are_theirs(made, standardised):
    rows, columns = np.arange(5, N, 7), [0, 3, 6, 7, 50, 120, made.matrix.width - 1]
    some = made.matrix.among(rows).only(columns)
    np.testing.assert_allclose(some.take(np.arange(len(rows))), standardised[np.ix_(rows, columns)], atol=1e-9)
    only_categories = made.matrix.only(columns[3:])
    sums = 1 + standardised[:, columns[3:]].sum(axis=1)
    np.testing.assert_allclose(only_categories.linear(np.ones(5)), sums, atol=1e-9)


def test_loops_are_compiled_once_wherever_columns_come_from(made):
    some = made.matrix.among(np.arange(5, N, 7))
    for matrix in (made.matrix, some):
        matrix.sums(matrix.linear(np.ones(matrix.width + 1)))
    table = read_columns(pa.table(COLUMNS), list(COLUMNS))
    balance(features(table, tuple(COLUMNS)), HELPED, np.ones(N))
    for loop in (add_numbers, sum_numbers, add_cells, sum_cells, spread_out, level_sums):
        assert len(loop.signatures) == 1


def test_a_copy_that_a_look_at_some_rows_would_miss_is_no_copy():
    # all the same but for three people far away: what they have of their own counts, wherever they stand
    x = DRAW.normal(size=200_000)
    for place in (0, 77_777, 199_990):
        near = x.copy()
        near[place : place + 3] += 40.0
        table = read_columns(pa.table({"x": x, "near": near, "copy": 2 * x + 1}), ["x", "near", "copy"])
        found = design(features(table, ("x", "near", "copy")), np.arange(200_000) % 9 == 0, {})
        assert [feature.covariate for feature in found.used] == ["x", "near"]
        assert found.notes == ("copy is already given by the other covariates and was left out of the score.",)


@given(
    arrays.arrays(
        np.float64, st.integers(1, 40), elements=st.floats(-1e6, 1e6) | st.sampled_from([np.nan, np.inf])
    )
)
@settings(deadline=None)
def test_moments_are_of_the_known_values(values):
    known = values[np.isfinite(values)]
    found = moments(values)
    assert found.size == len(known)
    if len(known):
        assert (found.low, found.high) == (known.min(), known.max())
        assert found.mean == pytest.approx(known.mean(), rel=1e-12, abs=1e-9)
        assert found.sd == pytest.approx(known.std(), rel=1e-9, abs=1e-9)
        assert found.binary == set(known.tolist()).issubset({0.0, 1.0})


def test_moments_of_many_blocks_far_from_zero_are_exact():
    values = DRAW.normal(size=100_001) * 1e-3 + np.where(np.arange(100_001) < 50_000, 1e6, 1e6 + 1)
    assert moments(values).sd == pytest.approx(values.astype(np.longdouble).std(), rel=1e-9)
    assert moments(np.full(100_001, 0.1)).sd == 0.0
