"""What must hold of every method, whatever the data, through the front door."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import outcomelab
from outcomelab.errors import ImpactError

COMPARING = {
    "radius": {"methods": ("radius",)},
    "nearest": {"methods": ("nearest",)},
    "nearest 1:3": {"methods": ("nearest",), "ratio": 3},
    "nearest in reach": {"methods": ("nearest",), "ratio": 2, "caliper": 0.3},
    "nearest again": {"methods": ("nearest",), "ratio": 2, "replace": True},
    "euclidean": {"methods": ("nearest",), "ratio": 2, "replace": True, "distance": "euclidean"},
    "mahalanobis": {"methods": ("nearest",), "replace": True, "distance": "mahalanobis"},
    "ebal": {"methods": ("ebal",)},
    "overlap": {"methods": ("overlap",)},
    "att-weights": {"methods": ("att-weights",)},
}
EVERY = COMPARING | {"unadjusted": {"methods": ("unadjusted",)}}
WITHIN_STRATA = [way for way in COMPARING if way not in ("ebal", "overlap", "att-weights")]
quick = settings(max_examples=25, deadline=None)


@st.composite
def people(draw, most=60):
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    n, pool = draw(st.integers(25, most)), draw(st.integers(200, 300))
    took_part = np.arange(n + pool) < n
    age = rng.normal(30 + 2 * took_part, 5)
    debt = rng.gamma(2, 300, n + pool) * (1 + 0.3 * took_part)
    earned = rng.normal(1000 - 10 * age, 200)
    region = rng.choice(["east", "north", "west"], n + pool)
    return pd.DataFrame({"took_part": took_part, "age": age, "debt": debt, "region": region, "earned": earned})


def compared(frame, way, covariates=("age", "debt", "region"), **more):
    return outcomelab.evaluate(
        frame, treatment="took_part", outcomes=("earned",), covariates=covariates, **EVERY[way], **more
    )


def found(frame, way, **more):
    """The estimates, and how many were matched; data that has nobody to compare with proves nothing."""
    try:
        result = compared(frame, way, **more)
    except ImpactError:
        assume(False)
    outcome = result.outcomes[0]
    figures = [(e.estimate, e.se, e.low, e.high, e.effective) for e in (outcome.effect, *outcome.beside)]
    return np.array(figures), result


@quick
@given(people(), st.sampled_from(list(EVERY)), st.integers(0, 99))
def test_the_order_of_rows_is_nothing(frame, way, seed):
    one, first = found(frame, way)
    other, second = found(frame.sample(frac=1, random_state=seed), way)
    assert one == pytest.approx(other, rel=1e-6, abs=1e-6)
    assert first.matched.matched == second.matched.matched


@quick
@given(people(), st.sampled_from(WITHIN_STRATA), st.permutations(["a", "b", "c"]))
def test_what_strata_are_called_is_nothing(frame, way, names):
    renamed = frame.assign(region=frame.region.map(dict(zip(("east", "north", "west"), names, strict=True))))
    asked = {"covariates": ("age", "debt"), "exact": ("region",)}
    one, other = found(frame, way, **asked)[0], found(renamed, way, **asked)[0]
    assert one == pytest.approx(other, rel=1e-6, abs=1e-6)


@quick
@given(people(), st.sampled_from(list(EVERY)), st.floats(0.01, 1000), st.booleans(), st.floats(-1e4, 1e4))
def test_a_covariates_unit_zero_and_direction_are_nothing(frame, way, scale, turned, shift):
    moved = frame.assign(debt=frame.debt * (-scale if turned else scale) + shift)
    assert found(frame, way)[0] == pytest.approx(found(moved, way)[0], rel=1e-5, abs=1e-4)


@quick
@given(people(), st.sampled_from(list(EVERY)), st.floats(-1e4, 1e4))
def test_weights_add_up_so_that_what_everyone_gets_makes_no_difference(frame, way, gift):
    richer = frame.assign(earned=frame.earned + gift)
    assert found(frame, way)[0] == pytest.approx(found(richer, way)[0], rel=1e-6, abs=1e-5)


@quick
@given(people(), st.sampled_from(list(EVERY)))
def test_an_outcome_turned_round_turns_the_interval_round(frame, way):
    one, other = found(frame, way)[0], found(frame.assign(earned=-frame.earned), way)[0]
    assert one[:, 0] == pytest.approx(-other[:, 0], rel=1e-6, abs=1e-5)
    assert one[:, 2] == pytest.approx(-other[:, 3], rel=1e-6, abs=1e-5)


@quick
@given(people(), st.sampled_from(WITHIN_STRATA))
def test_nobody_is_compared_outside_their_stratum(frame, way):
    _, result = found(frame, way, exact=("region",))
    shares = [(row.mean_participants, row.mean_comparison) for row in result.balance if row.covariate == "region"]
    assert all(mine == pytest.approx(theirs, abs=1e-9) for mine, theirs in shares)


@quick
@given(people(), st.sampled_from(["nearest", "nearest 1:3", "nearest again"]), st.floats(0.02, 0.5))
def test_nobody_is_compared_farther_than_the_caliper(frame, way, caliper):
    _, result = found(frame.assign(earned=frame.age), way, caliper=caliper, covariates=("age",))
    score = next(row for row in result.balance if row.score)
    assert abs(score.mean_participants - score.mean_comparison) <= caliper * spread_of_all(score, result) + 1e-9


def spread_of_all(row, result):
    """The standard deviation over everyone, from both groups' means and variances."""
    n, pool = result.matched.participants, result.matched.pool
    mine = row.sd**2 * (n - 1)
    others = mine / n / row.variance_ratio_before * pool
    between = n * pool / (n + pool) * (row.mean_before - row.mean_pool) ** 2
    return np.sqrt((mine + others + between) / (n + pool - 1))


@quick
@given(people(), st.sampled_from(["nearest", "nearest 1:3"]))
def test_without_replacement_each_is_used_once(frame, way):
    _, result = found(frame, way)
    ratio = EVERY[way].get("ratio", 1)
    assert result.matched.comparison == ratio * result.matched.matched
    assert result.matched.effective == pytest.approx(result.matched.comparison)


@pytest.mark.parametrize("way", COMPARING)
@pytest.mark.parametrize(
    ("spoiled", "said"),
    [
        ({"age": lambda frame: frame.age + 1000 * frame.took_part}, "apart completely"),
        ({"took_part": lambda frame: frame.index == 0}, "Fewer than 10|apart completely"),
        ({"age": 1.0, "debt": 2.0, "region": "north"}, "alike on every covariate"),
        ({"earned": 7.0}, "earned is the same for everyone"),
        ({"region": lambda frame: np.where(frame.took_part, "islands", frame.region)}, "apart completely"),
    ],
    ids=["no overlap", "one participant", "all tied", "constant outcome", "a stratum without pool"],
)
def test_what_cannot_be_compared_is_refused_by_name(way, spoiled, said):
    with pytest.raises(ImpactError, match=said):
        compared(example().assign(**spoiled), way)


@pytest.mark.parametrize("way", WITHIN_STRATA)
def test_participants_of_a_stratum_without_pool_are_left_out_and_counted(way):
    frame = example()
    frame.loc[frame.index < 12, "region"] = "islands"
    result = compared(frame, way, covariates=("age",), exact=("region",))
    assert sum(loss.count for loss in result.flow.lost) >= 12
    assert result.matched.matched == 60 - sum(loss.count for loss in result.flow.lost)


def example():
    rng = np.random.default_rng(3)
    took_part = np.arange(360) < 60
    return pd.DataFrame(
        {
            "took_part": took_part,
            "age": rng.normal(30 + 2 * took_part, 5),
            "debt": rng.gamma(2, 300, 360),
            "region": rng.choice(["east", "north", "west"], 360),
            "earned": rng.normal(1000, 200, 360),
        }
    )
