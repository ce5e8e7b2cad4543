"""E-values and Rosenbaum's bounds against published figures."""

import numpy as np
import pytest
from scipy.stats import binom, wilcoxon

from outcomelab.handovers.e_value import e_of, of_hazard, of_levels, of_means, of_ratio
from outcomelab.impact.sensitivity.rosenbaum import (
    bounds,
    mcnemar,
    mcnemar_gamma,
    signed_rank,
    signed_rank_gamma,
)


def test_the_e_values_of_vanderweele_and_ding():
    """VanderWeele & Ding 2017, Annals of Internal Medicine: RR 3.9 (1.8 to 8.7)."""
    value = of_ratio("risk-ratio", 3.9, 1.8, 8.7)
    assert round(value.estimate, 2) == 7.26
    assert round(value.limit, 2) == 3.00


def test_a_ratio_below_one_is_turned_over():
    """The same paper: RR 0.80 (0.71 to 0.91)."""
    value = of_ratio("risk-ratio", 0.80, 0.71, 0.91)
    assert round(value.estimate, 2) == 1.81
    assert round(value.limit, 2) == 1.43


def test_a_hazard_ratio_of_a_common_outcome_is_converted():
    """VanderWeele 2017: RR = (1 − 0.5^√HR) ÷ (1 − 0.5^√(1/HR)); R package EValue: HR 0.56, common, RR 0.67."""
    assert round(of_hazard(0.56, 0.46, 0.69, share=0.5).ratio, 2) == 0.67
    assert of_hazard(0.56, 0.46, 0.69, share=0.1).ratio == 0.56


def test_a_standardised_difference_becomes_a_ratio_by_chinn():
    value = of_means(4.2, 1.4, 7.0, sd=10.0)
    assert value.ratio == pytest.approx(np.exp(0.91 * 0.42))
    assert value.near == pytest.approx(np.exp(0.91 * 0.14))


def test_a_difference_of_rates_is_a_ratio_of_what_was_reached_and_expected():
    value = of_levels("risk-ratio", 0.30, -0.10, -0.18, -0.02)
    assert value.ratio == pytest.approx(0.75)
    assert value.near == pytest.approx(0.30 / 0.32)
    assert of_levels("risk-ratio", 0.30, -0.10, -0.18, 0.02).limit == 1.0


@pytest.mark.parametrize("ratio", [0.0, -1.0, float("inf"), float("nan")])
def test_what_is_no_ratio_has_no_e_value(ratio):
    with pytest.raises(ValueError, match="finite number above zero"):
        e_of(ratio)


def test_hammonds_pairs_of_smokers():
    """Rosenbaum 2002, Table 4.1: of 122 pairs with one death of lung cancer, the smoker died in 110."""
    assert [round(mcnemar(110, 12, gamma), 4) for gamma in (4, 5, 6)] == [0.0020, 0.0232, 0.0969]


def test_the_largest_gamma_of_a_share_is_where_the_binomial_tail_is_a_twentieth():
    gamma = mcnemar_gamma(110, 12)
    assert binom.sf(109, 122, gamma / (1 + gamma)) == pytest.approx(0.05)
    assert mcnemar_gamma(12, 110) is None


def test_the_signed_ranks_without_hidden_bias_are_scipys():
    rng = np.random.default_rng(1)
    difference = np.round(rng.normal(0.4, 2.0, 60), 1)
    ours = signed_rank(difference, 1.0)
    theirs = wilcoxon(difference, zero_method="pratt", alternative="greater", method="asymptotic").pvalue
    assert ours == pytest.approx(theirs, rel=0.02)  # scipy's variance allows for ties


def test_lead_in_the_blood_of_workers_children():
    """Rosenbaum 2002, section 4.3.4, Tables 4.2–4.3 (Morton and others 1982): 33 pairs of children."""
    exposed = [38, 23, 41, 18, 37, 36, 23, 62, 31, 34, 24, 14, 21, 17, 16, 20, 15, 10, 45, 39, 22, 35, 49, 48, 44,
               35, 43, 39, 34, 13, 73, 25, 27]  # fmt: skip
    control = [16, 18, 18, 24, 19, 11, 10, 15, 16, 18, 18, 13, 19, 10, 16, 16, 24, 13, 9, 14, 21, 19, 7, 18, 19,
               12, 11, 22, 25, 16, 13, 11, 13]  # fmt: skip
    difference = np.array(exposed, dtype=float) - np.array(control)
    published = {2.0: 0.0018, 3.0: 0.0136, 4.0: 0.0388, 4.25: 0.0468, 5.0: 0.0740}
    assert signed_rank(difference, 1.0) < 0.0001
    assert {gamma: round(signed_rank(difference, gamma), 4) for gamma in published} == published


def test_the_largest_gamma_of_signed_ranks_leaves_a_twentieth():
    difference = np.random.default_rng(3).normal(0.8, 1.0, 80)
    assert signed_rank(difference, signed_rank_gamma(difference)) == pytest.approx(0.05)


def test_bounds_look_in_the_direction_of_the_estimate():
    difference = np.repeat([1.0, 0.0, -1.0], [30, 100, 10])
    up, down = bounds(difference, True, True), bounds(difference, True, False)
    assert (up.towards, up.against, up.pairs) == (30, 10, 140)
    assert up.gamma is not None
    assert down.gamma is None
