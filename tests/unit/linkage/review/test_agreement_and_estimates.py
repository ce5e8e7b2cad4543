"""Kappa against a published table, and intervals that cover."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomelab.linkage.review.agreement import kappa
from outcomelab.linkage.review.draw import allocation
from outcomelab.linkage.review.estimate import Stratum, share_of_matches

# Two raters, 100 people, three diagnoses: Fleiss 1981, Statistical Methods for Rates and Proportions, table 13.1.
FLEISS = [[75, 1, 4], [5, 4, 1], [0, 0, 10]]


def test_kappa_is_that_of_the_published_table():
    # Observed .75 + .04 + .10 = .89; by chance .80 × .80 + .10 × .05 + .10 × .15 = .66; (.89 − .66) / .34 = .676.
    assert kappa(FLEISS)[0] == pytest.approx(0.23 / 0.34)


def test_its_standard_error_is_the_published_one():
    # By hand, with 1 − chance = .34 and 1 − observed = .11, margins (.80, .10, .10) and (.80, .05, .15):
    # on the diagonal .75 (.34 − 1.60 × .11)² + .04 (.34 − .15 × .11)² + .10 (.34 − .25 × .11)² = .034124;
    # off it .11² (.01 (.80 + .10)² + .04 (.80 + .10)² + .05 (.05 + .80)² + .01 (.05 + .10)²) = .000930;
    # less (.89 × .66 − 1.32 + .89)² = .024775; their sum over 100 × .34⁴ is .0877². The book gives .087.
    _, low, high = kappa(FLEISS)
    assert (high - low) / (2 * 1.96) == pytest.approx(0.087, abs=0.001)


def test_two_by_two_by_hand():
    # 20 5 / 10 15 of 50: observed .7, chance .5 × .6 + .5 × .4 = .5, kappa .4.
    assert kappa([[20, 5], [10, 15]])[0] == pytest.approx(0.4)


def test_agreement_on_everything_is_one_without_doubt():
    assert kappa([[30, 0], [0, 20]]) == pytest.approx((1.0, 1.0, 1.0))


@pytest.mark.parametrize("table", [[[50, 0], [0, 0]], [[0, 0], [0, 0]]])
def test_one_answer_throughout_has_no_kappa(table):
    assert kappa(table) is None


@given(st.lists(st.integers(0, 30), min_size=9, max_size=9))
def test_kappa_lies_within_its_interval_and_that_within_bounds(counts):
    found = kappa(np.array(counts).reshape(3, 3))
    if found is not None:
        assert -1 <= found[1] <= found[0] + 1e-12 <= found[2] + 2e-12 <= 1 + 3e-12


@pytest.mark.parametrize(
    ("sizes", "rates", "drawn"),
    [
        ((9_000, 600, 200, 100), (0.9995, 0.985, 0.93, 0.75), (30, 25, 25, 20)),  # links kept
        ((20_000, 3_000, 400, 80), (0.0, 0.03, 0.25, 0.7), (30, 30, 25, 15)),  # pairs not kept
        ((2_000, 300, 100, 20), (0.02, 0.05, 0.25, 0.7), (30, 30, 25, 15)),
        ((500, 100, 30, 5), (0.02, 0.05, 0.25, 0.7), (10, 10, 10, 5)),
    ],
)
def test_ninety_five_in_a_hundred_intervals_hold_the_truth(sizes, rates, drawn):
    rng = np.random.default_rng(7)
    runs, held = 1_000, 0
    for _ in range(runs):
        matches = [rng.binomial(size, rate) for size, rate in zip(sizes, rates, strict=True)]
        found = [rng.hypergeometric(m, s - m, n) for m, s, n in zip(matches, sizes, drawn, strict=True)]
        strata = [Stratum(s, int(x), int(n - x)) for s, x, n in zip(sizes, found, drawn, strict=True)]
        _, low, high = share_of_matches(strata)
        held += low - 1e-9 <= sum(matches) / sum(sizes) <= high + 1e-9
    assert held / runs >= 0.95


def test_the_estimate_is_unbiased_over_draws():
    rng = np.random.default_rng(1)
    drawn = zip(rng.hypergeometric(720, 80, 20, 4_000), rng.hypergeometric(50, 150, 20, 4_000), strict=True)
    best = [
        share_of_matches([Stratum(800, int(x), 20 - int(x)), Stratum(200, int(y), 20 - int(y))])[0]
        for x, y in drawn
    ]
    assert np.mean(best) == pytest.approx(0.77, abs=0.003)


def test_a_stratum_seen_whole_leaves_no_doubt():
    assert share_of_matches([Stratum(40, 30, 10)]) == (0.75, 0.75, 0.75)


def test_unsettled_pairs_widen_the_interval_to_both_sides():
    settled, open_ = share_of_matches([Stratum(900, 80, 20)]), share_of_matches([Stratum(900, 80, 20, 10)])
    assert (open_[1] < settled[1], open_[2] > settled[2]) == (True, True)


@given(st.lists(st.tuples(st.integers(1, 5_000), st.floats(0, 1)), min_size=1, max_size=10), st.integers(20, 400))
def test_the_sample_never_takes_more_than_there_are_and_some_of_each(strata, pairs):
    sizes, means = [size for size, _ in strata], [mean for _, mean in strata]
    counts = allocation(sizes, means, pairs)
    assert all(min(size, 10) <= count <= size for size, count in zip(sizes, counts, strict=True))
    assert sum(counts) == min(max(pairs, sum(min(size, 10) for size in sizes)), sum(sizes))


def test_strata_the_program_is_unsure_of_get_more():
    sure, unsure = allocation([1_000, 1_000], [0.999, 0.5], 200)
    assert unsure > 2 * sure
