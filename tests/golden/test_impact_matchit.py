"""The comparison against MatchIt's vignettes, on MatchIt's own data.

lalonde.csv: the data set `lalonde` of the R package MatchIt (Ho, Imai, King & Stuart 2011), written out by R; 185
participants of the National Supported Work programme and 429 people of PSID (Dehejia & Wahba 1999). Figures: the
package's vignettes "MatchIt: Getting Started" and "Estimating Effects After Matching", run with version 4.7.2.
"""

from pathlib import Path

import pandas as pd
import pytest

from outcomelab.impact.evaluate import evaluate

COVARIATES = ("age", "educ", "race", "married", "nodegree", "re74", "re75")


@pytest.fixture(scope="module")
def lalonde():
    return pd.read_csv(Path(__file__).parent / "lalonde.csv")


def compared(people, method, **more):
    return evaluate(
        people, treatment="treat", outcomes=("re78",), covariates=COVARIATES, methods=(method,), **more
    )


def test_nearest_neighbours_are_the_vignettes_pairs(lalonde):
    result = compared(lalonde, "nearest")
    found = result.outcomes[0].effect
    assert (found.participants, found.matched) == (185, 185)
    assert found.estimate == pytest.approx(894.367, abs=5e-4)
    assert found.se == pytest.approx(705.230, abs=0.2)  # depends on which of tied participants chooses first
    smd = {(row.covariate, row.level): row.smd_after for row in result.balance}
    assert smd["age", ""] == pytest.approx(0.07177, abs=5e-6)
    assert smd["educ", ""] == pytest.approx(-0.12904, abs=5e-6)
    # MatchIt divides an indicator by sqrt(p(1-p)), we by the SD with n - 1
    assert smd["race", "black"] == pytest.approx(1.02586, abs=3e-3)


def test_a_caliper_of_a_tenth_leaves_the_vignettes_222(lalonde):
    found = compared(lalonde, "nearest", caliper=0.1).outcomes[0].effect
    assert 2 * found.matched == 222
    assert found.estimate == pytest.approx(1835.41, abs=5e-3)


def test_entropy_balancing_gives_the_vignettes_effect_and_size(lalonde):
    found = compared(lalonde, "ebal").outcomes[0].effect
    assert found.estimate == pytest.approx(1273.26, abs=5e-3)
    assert found.effective == pytest.approx(98.46, abs=5e-3)


def test_overlap_and_odds_weights_give_their_effects(lalonde):
    overlap = compared(lalonde, "overlap").outcomes[0].effect
    assert (overlap.estimand, overlap.estimate) == ("ATO", pytest.approx(1242.20, abs=5e-3))
    assert compared(lalonde, "att-weights").outcomes[0].effect.estimate == pytest.approx(1214.07, abs=5e-3)


@pytest.mark.parametrize("method", ["radius", "nearest", "ebal", "overlap", "att-weights"])
def test_the_order_of_rows_does_not_matter(lalonde, method):
    one = compared(lalonde, method).outcomes[0].effect
    other = compared(lalonde.sample(frac=1, random_state=3), method).outcomes[0].effect
    assert (other.estimate, other.se) == (pytest.approx(one.estimate, abs=1e-6), pytest.approx(one.se, abs=1e-6))


def test_the_plain_difference_is_the_one_published(lalonde):
    # mean of participants less mean of the others: -635.026
    by = lalonde.groupby("treat").re78.mean()
    assert by[1] - by[0] == pytest.approx(-635.026, abs=5e-4)
