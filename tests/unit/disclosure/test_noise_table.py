"""Noise tables: their moments, who published the same, and that nothing spreads wider."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.optimize import minimize

from outcomelab.disclosure.perturbation.noise import NoiseTable, noise_table
from outcomelab.errors import UsageError


def chances(table: NoiseTable) -> np.ndarray:
    return np.diff(table.upto, axis=1, prepend=0.0)


def test_noise_is_unbiased_has_the_variance_asked_for_and_leaves_no_one_or_two():
    table = noise_table()
    noise, chance = np.arange(-5, 6), chances(noise_table())
    assert np.allclose(chance @ noise, 0, atol=1e-9)
    assert np.allclose(chance[1:] @ noise**2, 3, atol=1e-9)
    seen = np.arange(len(chance))[:, None] + noise
    assert chance[(seen < 0) | np.isin(seen, (1, 2))].max() == 0
    assert (table.most, table.variance, table.unseen) == (5, 3.0, 2)


def test_a_small_table_is_the_one_printed_in_the_vignette_of_the_r_package_ptable():
    # Enderle, ptable 1.0.0, vignette "Introduction": D = 2, V = 1.08, js = 1; the panel of i = 1.
    assert np.allclose(chances(noise_table(2, 1.08, 1))[1], [0, 0.5133, 0, 0.46, 0.0267], atol=5e-5)


def test_no_other_noise_of_these_moments_is_more_spread_out():
    noise, ours = np.arange(-5, 6).astype(float), chances(noise_table())[-1]
    conditions = [
        {"type": "eq", "fun": lambda p: p.sum() - 1},
        {"type": "eq", "fun": lambda p: p @ noise},
        {"type": "eq", "fun": lambda p: p @ noise**2 - 3},
    ]
    other = minimize(
        lambda p: float(p @ np.log(p)), np.full(11, 1 / 11), bounds=[(1e-9, 1)] * 11, constraints=conditions
    )
    assert other.success
    assert np.allclose(other.x, ours, atol=1e-4)


@example([(0, 2**64 - 1)])
@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 2**64 - 1)), min_size=1, max_size=50))
def test_the_same_count_with_the_same_key_has_the_same_noise_wherever_it_stands(cells):
    counts, keys = np.array([c for c, _ in cells]), np.array([k for _, k in cells], dtype=np.uint64)
    table = noise_table()
    shown = table.perturbed(counts, keys)
    order = np.random.default_rng(1).permutation(len(cells))
    assert np.array_equal(table.perturbed(counts[order], keys[order]), shown[order])
    assert np.abs(shown - counts).max() <= 5
    assert not np.isin(shown, (1, 2)).any()
    assert (shown[counts == 0] == 0).all()


def test_over_many_keys_the_noise_is_what_the_table_says():
    keys = np.random.default_rng(2).integers(0, 2**64, 200_000, dtype=np.uint64)
    noise = noise_table().perturbed(np.full(len(keys), 40), keys) - 40
    assert abs(noise.mean()) < 0.02
    assert abs(noise.var() - 3) < 0.05


@pytest.mark.parametrize(("most", "variance", "unseen"), [(0, 1.0, 0), (5, 0.0, 2), (5, 0.3, 2), (2, 9.0, 0)])
def test_noise_that_cannot_be_is_refused_in_words(most, variance, unseen):
    with pytest.raises(UsageError, match=r"Noise needs|No noise of variance"):
        noise_table(most, variance, unseen)
