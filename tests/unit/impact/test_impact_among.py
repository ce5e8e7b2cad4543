"""Outcomes among those who had another, and the comparison within each one's own region."""

import numpy as np
import pyarrow as pa
import pytest

from outcomelab.impact.evaluate import evaluate
from outcomelab.protocol.model import Outcome


def people(n=300, pool=3000, seed=2):
    rng = np.random.default_rng(seed)
    took = np.arange(n + pool) < n
    age = rng.normal(30 + 2 * took, 8)
    count = rng.poisson(np.where(took, 0.5, 0.8)).astype(float)
    days = np.where(count > 0, rng.integers(1, 366, n + pool), 365).astype(float)
    return {
        "participant": took,
        "age": age,
        "region": np.where(rng.random(n + pool) < 0.3, "north", "south").tolist(),
        "reoffended": (count > 0).astype(float),
        "often": count,
        "days": days,
        "days__event": (count > 0).astype(float),
    }


@pytest.fixture
def asked(make_protocol):
    protocol = make_protocol(("age",), ("region",))
    matching = protocol.matching.model_copy(update={"region": "region"})
    outcomes = (
        protocol.outcomes[0],
        Outcome(name="often", label="How often", kind="count", table="offences", among="reoffended"),
        Outcome(name="days", label="Days", kind="time-to-first", table="offences", among="reoffended"),
    )
    return protocol.model_copy(update={"outcomes": outcomes, "matching": matching})


@pytest.fixture
def result(asked):
    return evaluate(pa.table(people()), asked)


def test_only_participants_who_had_it_are_counted_and_averaged(result):
    them = {name: np.array(values) for name, values in people().items()}
    inside = them["participant"] & (them["reoffended"] > 0)
    rate, often, days = result.outcomes
    assert rate.participants.persons == 300
    for found, name in ((often, "often"), (days, "days")):
        assert found.participants.persons == found.participants.with_outcome == inside.sum()
        assert found.participants.mean == pytest.approx(them[name][inside].mean())
        assert found.comparison.persons == rate.comparison.with_outcome
        assert found.effect.estimate == pytest.approx(found.participants.mean - found.comparison.mean)


def test_its_difference_is_called_nobodys_effect_and_is_not_leant_on(result):
    often = result.outcomes[1]
    assert (often.effect.method, often.effect.estimand, often.survival) == ("among", "among", None)
    assert [one.outcome for one in result.sensitivity.strengths] == ["reoffended"]


def test_the_interval_is_that_of_two_samples_at_their_effective_sizes(result):
    them = {name: np.array(values) for name, values in people().items()}
    mine = them["often"][them["participant"] & (them["reoffended"] > 0)]
    often = result.outcomes[1].effect
    assert often.se > mine.std(ddof=1) / np.sqrt(len(mine))
    assert often.low < often.estimate < often.high


def test_nobody_who_had_it_says_nothing(asked):
    columns = people()
    columns["reoffended"] = np.where(columns["participant"] & (np.arange(3300) > 0), 0.0, columns["reoffended"])
    often = evaluate(pa.table(columns), asked).outcomes[1]
    assert often.participants.persons <= 1
    assert (often.effect.estimate, often.effect.se) == (0, 0)


def test_every_outcome_is_compared_within_regions_too(result):
    assert [one.beside[-1].method for one in result.outcomes] == ["regional"] * 3


def test_people_of_other_regions_are_nobodys_comparison(asked):
    """In each region all of the pool have one answer, so that the matched difference is known."""
    columns = people()
    north, took = np.array(columns["region"]) == "north", columns["participant"]
    columns["reoffended"] = np.where(took, np.arange(3300) % 2, north).astype(float)
    columns["age"] = np.tile([30.0, 31.0, 32.0], 1100)
    rate = evaluate(pa.table(columns), asked).outcomes[0]
    regional = rate.beside[-1].estimate
    assert regional == pytest.approx(rate.participants.mean - north[took].mean(), abs=0.002)


def test_a_region_with_nobody_else_in_it_is_noted(asked):
    columns = people()
    took = columns["participant"]
    columns["region"] = np.where(took, "here", "there").tolist()
    outcomes = asked.model_copy(update={"covariates": asked.covariates[:1]})
    found = evaluate(pa.table(columns), outcomes)
    assert "regional" not in [one.method for one in found.outcomes[0].beside]
    assert any("own region" in note for note in found.notes)
