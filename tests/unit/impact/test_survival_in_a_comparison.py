"""A time to a first event, compared: what people followed for less time do to it, and what is refused."""

import numpy as np
import pyarrow as pa
import pytest

from outcomelab.errors import ImpactError
from outcomelab.handovers.impact import ImpactResult
from outcomelab.impact.evaluate import evaluate
from outcomelab.impact.unrounded import unrounded
from outcomelab.protocol.rules import DisclosureRules

ASKED = {"treatment": "helped", "outcomes": ["days:seen"], "covariates": ["age"], "methods": ["radius", "nearest"]}
FOLLOWED = 365.0


def people(n=300, pool=3000, censored=0.0, seed=4):
    """Participants older than the pool; the event comes later to the old; some are lost from sight early."""
    rng = np.random.default_rng(seed)
    helped = np.arange(n + pool) < n
    age = rng.normal(30 + 3 * helped, 8).round()
    true = np.ceil(rng.exponential(np.exp(5.5 + 0.02 * (age - 30))))
    lost = np.where(rng.random(n + pool) < censored, np.ceil(rng.uniform(1, FOLLOWED, n + pool)), FOLLOWED)
    return {
        "helped": helped,
        "age": age,
        "days": np.minimum(true, lost),
        "seen": (true < lost).astype(int),
        "whole": np.minimum(true, FOLLOWED),
    }


def test_without_anyone_lost_it_is_the_comparison_of_capped_times():
    columns = people()
    timed = evaluate(pa.table(columns), **ASKED).outcomes[0]
    plain = evaluate(pa.table(columns), **ASKED | {"outcomes": ["whole"]}).outcomes[0]
    assert [one.estimate for one in timed.beside] == [one.estimate for one in plain.beside]
    assert timed.effect == plain.effect


def test_people_lost_from_sight_do_not_shorten_the_mean():
    columns = people(n=3000, pool=9000, censored=0.6)
    timed = evaluate(pa.table(columns), **ASKED).outcomes[0]
    truth = columns["whole"][columns["helped"]].mean()
    capped = columns["days"][columns["helped"]].mean()
    assert abs(timed.participants.mean - truth) < 4 < truth - capped


def test_an_effect_that_loss_from_sight_alone_would_make_is_not_found():
    columns = people(n=3000, pool=9000)
    rng = np.random.default_rng(1)
    lost = columns["helped"] & (rng.random(12_000) < 0.6)
    until = np.where(lost, np.ceil(rng.uniform(1, FOLLOWED, 12_000)), FOLLOWED)
    columns["seen"] = np.where(columns["days"] <= until, columns["seen"], 0)
    columns["days"] = np.minimum(columns["days"], until)
    effect = evaluate(pa.table(columns), **ASKED).outcomes[0].effect
    assert effect.low < 0 < effect.high


def test_who_had_a_competing_event_counts_as_without_the_event():
    columns = people()
    rng = np.random.default_rng(2)
    columns["seen"] = np.where((columns["seen"] == 1) & (rng.random(3300) < 0.3), 2, columns["seen"])
    outcome = evaluate(pa.table(columns), **ASKED).outcomes[0]
    helped, died = columns["helped"], columns["seen"] == 2
    assert outcome.participants.with_outcome == (columns["seen"][helped] == 1).sum()
    assert outcome.participants.mean == pytest.approx(np.where(died, FOLLOWED, columns["days"])[helped].mean())
    assert outcome.survival.competing
    curve = outcome.survival.participants
    assert curve.without[-1] == pytest.approx(1 - (columns["seen"][helped] == 1).mean())
    assert curve.competing[-1] == died[helped].sum()


def test_both_groups_are_compared_as_long_as_both_were_followed():
    columns = people()
    columns["days"] = np.where(columns["helped"], np.minimum(columns["days"], 180), columns["days"])
    columns["seen"] = np.where(columns["helped"] & (columns["days"] == 180), 0, columns["seen"])
    found = evaluate(pa.table(columns), **ASKED).outcomes[0].survival
    assert found.until == 180
    assert found.comparison.times[-1] == 180


def test_each_subgroup_has_curves_of_its_own():
    columns = people() | {"half": (np.arange(3300) % 2).astype(str).tolist()}
    found = evaluate(pa.table(columns), **ASKED, subgroups=["half"]).subgroups
    assert [one.survival.participants.persons for one in found] == [one.participants.persons for one in found]


def test_a_covariate_that_is_one_thing_throughout_a_subgroup_spoils_no_ratio():
    columns = people() | {"half": (np.arange(3300) % 2).astype(float)}
    asked = ASKED | {"covariates": ["age", "half"]}
    found = evaluate(pa.table(columns), **asked, subgroups=["half"]).subgroups
    assert all(one.survival.adjusted is not None for one in found)


def test_the_unrounded_file_tells_curves_means_test_and_ratios():
    result = evaluate(pa.table(people()), **ASKED)
    line = unrounded(result, DisclosureRules()).survival[0]
    assert (line.unit, line.until) == ("days", 365)
    assert {point.group for point in line.points} == {"participants", "comparison"}
    assert all(point.incidence == 1 - point.survival for point in line.points)
    assert line.hazard_ratio.robust
    assert line.hazard_ratio_adjusted.ratio != line.hazard_ratio.ratio
    assert line.restricted_mean.difference == pytest.approx(result.outcomes[0].survival.restricted.value)


def test_a_result_survives_being_written_down_and_read():
    from pydantic import TypeAdapter

    result = evaluate(pa.table(people()), **ASKED)
    kind = TypeAdapter(ImpactResult)
    assert kind.validate_json(kind.dump_json(result)) == result


@pytest.mark.parametrize(
    ("column", "unit"),
    [("days", "days"), ("week", "weeks"), ("months_to_arrest", "months"), ("t", "days"), ("weekend", "days")],
)
def test_the_unit_is_told_by_the_columns_name(column, unit):
    columns = people()
    columns[column] = columns.pop("days")
    found = evaluate(pa.table(columns), **ASKED | {"outcomes": [f"{column}:seen"]}).outcomes[0]
    assert found.survival.unit == unit


def test_or_it_is_said():
    found = evaluate(pa.table(people()), **ASKED | {"outcomes": ["days:seen:weeks"]}).outcomes[0]
    assert found.words.unit == "weeks"
    with pytest.raises(ImpactError, match="said to be in 'fortnights'"):
        evaluate(pa.table(people()), **ASKED | {"outcomes": ["days:seen:fortnights"]})


def test_the_event_may_be_an_outcome_as_well():
    outcomes = evaluate(pa.table(people()), **ASKED | {"outcomes": ["seen", "days:seen"]}).outcomes
    assert [one.kind for one in outcomes] == ["any", "time-to-first"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"days": np.full(3300, -1.0)}, "needs times from 0 on in days"),
        ({"days": np.full(3300, np.inf)}, "days are unknown for some"),
        ({"days": ["long"] * 3300}, "needs times from 0 on in days"),
        ({"seen": np.full(3300, 3)}, "needs 0, 1 or 2 in seen"),
        ({"seen": ["yes"] * 3300}, "needs 0, 1 or 2 in seen"),
        ({"seen": np.zeros(3300)}, "days is the same for everyone"),
    ],
)
def test_times_and_events_that_are_none_are_refused_by_column(wrong, said):
    with pytest.raises(ImpactError, match=said) as refused:
        evaluate(pa.table(people() | wrong), **ASKED)
    assert "long" not in str(refused.value)
    assert "yes" not in str(refused.value)
