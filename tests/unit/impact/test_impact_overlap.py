"""How far the groups overlap, on whom the comparison rests, who was left out, and what is said of it."""

import dataclasses

import numpy as np
import pyarrow as pa
import pytest

from outcomelab.impact.evaluate import evaluate

N = 3000
DRAW = np.random.default_rng(8)
HELPED = np.arange(N) < 300
AGE = DRAW.normal(30 + 4 * HELPED, 8)
AGE[:25] += 60  # nobody in the pool is as old
TABLE = {
    "helped": HELPED,
    "age": AGE,
    "region": np.where(DRAW.random(N) < 0.4, "north", "south").tolist(),
    "again": DRAW.random(N) < 0.45 - 0.1 * HELPED,
    "place": DRAW.choice(["home", "hostel", "street"], N).tolist(),
}
ASKED = {"treatment": "helped", "outcomes": ("again",), "covariates": ("age", "region")}


def found(**changes):
    return evaluate(pa.table(TABLE), **(ASKED | changes))


@pytest.fixture(scope="module")
def result():
    return found()


def test_everyone_comparable_is_in_a_bin_before_and_everyone_compared_after(result):
    spread = result.overlap.densities
    assert sum(spread.participants) == 300
    assert sum(spread.pool) == N - 300
    assert sum(spread.matched) == result.matched.matched
    assert sum(spread.comparison) == result.matched.comparison
    assert sum(spread.weight) == pytest.approx(1)


def test_after_matching_the_scores_are_spread_alike(result):
    spread = result.overlap.densities
    before = np.abs(np.divide(spread.participants, 300) - np.divide(spread.pool, N - 300)).sum()
    after = np.abs(np.divide(spread.matched, result.matched.matched) - spread.weight).sum()
    assert after < before / 3


def test_the_edges_are_round_numbers_at_equal_distances(result):
    edges = np.array(result.overlap.densities.edges)
    assert np.diff(edges) == pytest.approx(edges[1] - edges[0])
    assert edges == pytest.approx(edges.round(2), abs=1e-12)


def test_the_share_in_reach_is_of_all_participants(result):
    assert result.overlap.in_reach == result.matched.matched / 300


@pytest.mark.parametrize("method", ["radius", "nearest", "ebal", "overlap", "att-weights"])
def test_weights_tell_on_how_few_a_comparison_rests(method):
    overlap = found(methods=(method,)).overlap
    assert 0 < overlap.largest <= overlap.top <= 1
    assert overlap.top >= 0.05 * 0.99


def test_one_person_each_weighs_the_same_in_pairs():
    result = found(methods=("nearest",))
    assert result.overlap.largest == pytest.approx(1 / result.matched.comparison)


def test_the_unmatched_are_told_from_the_matched_by_their_means(result):
    rows = {(row.covariate, row.level): row for row in result.unmatched}
    age = rows["age", ""]
    assert age.unmatched + age.matched == 300
    assert age.unmatched == 300 - result.matched.matched >= 20
    assert age.smd == pytest.approx((age.mean_unmatched - age.mean_matched) / AGE[:300].std(ddof=1))
    assert age.smd > 2
    north = rows["region", "north"]
    assert north.mean_unmatched == pytest.approx(north.unmatched / age.unmatched)


def test_nobody_unmatched_has_no_rows():
    assert found(covariates=("region",)).unmatched == ()


def test_many_tied_scores_are_warned_of(result):
    assert not [note for note in result.notes if "tied" in note]
    tied = found(covariates=("region",))
    assert tied.overlap.tied == 1.0
    assert [note for note in tied.notes if note.startswith("100% of the pool have exactly the same score")]


@pytest.mark.parametrize("covariates", [("age", "region"), ("region",)], ids=["no ties", "all tied"])
def test_nothing_depends_on_the_order_of_rows(covariates):
    asked = ASKED | {"covariates": covariates, "outcomes": ("again", "place"), "subgroups": ("region",)}
    order = np.random.default_rng(0).permutation(N)
    first = evaluate(pa.table(TABLE), **asked)
    again = evaluate(pa.table(TABLE).take(pa.array(order)), **asked)
    assert numbers(again) == pytest.approx(numbers(first), rel=1e-9, abs=1e-9)


def numbers(value):
    """Every number of a result, in its order."""
    if dataclasses.is_dataclass(value):
        value = [getattr(value, field.name) for field in dataclasses.fields(value)]
    if isinstance(value, (list, tuple)):
        return [number for part in value for number in numbers(part)]
    return [float(value)] if isinstance(value, (int, float)) else []


def test_an_answer_more_than_a_standard_error_away_is_flagged(result):
    outcome = result.outcomes[0]
    far = {e.method for e in outcome.beside if abs(e.estimate - outcome.effect.estimate) > outcome.effect.se}
    assert set(outcome.apart) == far & {"unpaired-t", "nearest", "ebal", "overlap", "att-weights"}
    shifted = dataclasses.replace(outcome.beside[0], estimate=outcome.effect.estimate + 1.01 * outcome.effect.se)
    assert dataclasses.replace(outcome, beside=(shifted,)).apart == (shifted.method,)
    near = dataclasses.replace(shifted, estimate=outcome.effect.estimate + 0.99 * outcome.effect.se)
    assert dataclasses.replace(outcome, beside=(near,)).apart == ()


def test_printed_a_result_says_estimate_interval_and_for_whom(result):
    said = str(result)
    matched = result.matched.matched
    assert "again: -" in said
    assert "percentage points, 95% interval -" in said
    assert f"participants (ATT): the {matched} of 300, with someone like them in the pool" in said
    assert f"it says nothing of the other {300 - matched}" in said
    assert repr(result) == said


def test_overlap_weights_are_printed_as_another_estimand():
    assert "(ATO); it is not that of all participants" in str(found(methods=("overlap",)))
