"""The answer leant on: what is left out, what was there before, other calipers, wrong links."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from outcomelab.errors import ImpactError
from outcomelab.handovers.sensitivity import LinkageError
from outcomelab.impact.evaluate import evaluate
from outcomelab.impact.sensitivity import again as again_file
from outcomelab.impact.sensitivity.linkage import corrected
from outcomelab.protocol.model import Covariate, Matching
from outcomelab.protocol.same_records import same_records


@pytest.fixture(scope="module")
def people():
    """500 of 4,500 take part, likelier when older and by a hidden trait; both raise what was before and after."""
    rng = np.random.default_rng(5)
    n = 4500
    age, hidden = rng.normal(size=n), rng.normal(size=n)
    took_part = np.zeros(n, dtype=int)
    took_part[np.argsort(-(age + 0.8 * hidden + rng.gumbel(size=n) * 2))[:500]] = 1
    risk = 0.4 * age + 0.6 * hidden
    return pd.DataFrame(
        {
            "took_part": took_part,
            "age": age,
            "region": rng.choice(["north", "south"], n),
            "before": rng.poisson(np.exp(0.3 * risk)),
            "after": (rng.random(n) < 1 / (1 + np.exp(-risk))).astype(int),
            "noise": rng.normal(size=n),
        }
    )


ASKED = {"treatment": "took_part", "outcomes": ("after",), "covariates": ("age", "noise"), "exact": ("region",)}


@pytest.fixture(scope="module")
def found(people):
    return evaluate(people, **ASKED, placebo=("before", "noise"), linkage=LinkageError(0.9, 0.02))


def test_every_covariate_is_left_out_in_its_turn(found):
    assert [one.covariate for one in found.sensitivity.without] == ["age", "noise", "region"]


def test_leaving_out_what_matters_moves_the_answer_and_noise_does_not(found):
    answer = found.outcomes[0].effect
    moved = {one.covariate: abs(one.result.effect.estimate - answer.estimate) for one in found.sensitivity.without}
    assert moved["age"] > answer.se
    assert moved["noise"] < answer.se


def test_leaving_out_a_covariate_is_the_comparison_that_never_knew_it(people, found):
    alone = evaluate(people, **ASKED | {"covariates": ("noise",)}, methods=("radius",)).outcomes[0].effect
    left = next(one for one in found.sensitivity.without if one.covariate == "age").result.effect
    assert left.estimate == pytest.approx(alone.estimate, abs=1e-9)
    assert left.se == pytest.approx(alone.se, abs=1e-9)


def test_a_rung_is_the_comparison_at_that_caliper(people, found):
    at = {rung.caliper: rung.result.effect for rung in found.sensitivity.ladder}
    assert list(at) == [0.05, 0.1, 0.2, 0.3, 0.5]
    assert at[0.2].estimate == pytest.approx(found.outcomes[0].effect.estimate, abs=1e-12)
    wide = evaluate(people, **ASKED, caliper=0.5, methods=("radius",)).outcomes[0].effect
    assert at[0.5] == wide


def test_weights_have_no_ladder(people):
    assert evaluate(people, **ASKED, methods=("ebal",), sensitivity=True).sensitivity.ladder == ()


def test_a_hidden_trait_shows_in_a_placebo_outcome(found):
    before, noise = (one.result.effect for one in found.sensitivity.placebo)
    assert before.low > 0
    assert noise.low < 0 < noise.high


def test_a_placebo_is_not_matched_on(found):
    before, noise = found.sensitivity.placebo
    assert before.without == ()
    assert noise.without == ("noise",)


def test_a_placebo_unknown_for_some_is_compared_among_the_others(people):
    some = people.assign(before=people["before"].astype(float).where(people.index % 3 > 0))
    effect = evaluate(some, **ASKED, placebo=("before",)).sensitivity.placebo[0].result.effect
    known = people["took_part"][people.index % 3 > 0].sum()
    assert effect.participants == known


@pytest.mark.parametrize(("name", "told"), [("region", "does not hold numbers"), ("took_part", "took part")])
def test_what_cannot_be_a_placebo_is_refused_by_name(people, name, told):
    with pytest.raises(ImpactError, match=f"{name}.*{told}"):
        evaluate(people, **ASKED, placebo=(name,))


def test_a_placebo_that_is_all_there_is_to_match_on_is_refused(people):
    asked = ASKED | {"covariates": ("noise",), "exact": ()}
    with pytest.raises(ImpactError, match="nothing is left to match on"):
        evaluate(people, **asked, placebo=("noise",))


def test_the_pairs_of_the_nearest_carry_the_bounds(found):
    bounds = found.sensitivity.bounds
    assert bounds.test == "mcnemar"
    assert bounds.pairs == 500
    assert bounds.towards > bounds.against


def test_bounds_are_the_same_in_any_order_of_rows_though_no_pairs_were_asked_for(people):
    one = evaluate(people, **ASKED, methods=("radius",), sensitivity=True).sensitivity.bounds
    other = evaluate(
        people.sample(frac=1, random_state=3), **ASKED, methods=("radius",), sensitivity=True
    ).sensitivity.bounds
    assert one == other


def test_a_correction_for_links_divides_estimate_and_interval(found):
    effect = found.outcomes[0].effect
    mended = found.sensitivity.corrected
    assert mended == corrected(effect, LinkageError(0.9, 0.02))
    assert mended.estimate == pytest.approx(effect.estimate / 0.88)
    assert (mended.low, mended.high) == pytest.approx((effect.low / 0.88, effect.high / 0.88))


def test_wrong_links_shrink_an_effect_by_what_the_correction_undoes():
    """A fifth of the links show somebody else, and a tenth of the comparison group took part."""
    rng = np.random.default_rng(8)
    n, truth, right, hidden = 200_000, -0.2, 0.8, 0.1
    own, others = 0.5 + truth * (rng.random(n) < right), 0.5 + truth * (rng.random(n) < hidden)
    shrunk = (rng.random(n) < own).mean() - (rng.random(n) < others).mean()
    assert shrunk / LinkageError(right, hidden).kept == pytest.approx(truth, abs=0.01)


@pytest.mark.parametrize(("right", "hidden"), [(0.5, 0.5), (0.2, 0.3), (1.1, 0.0)])
def test_a_linkage_that_says_nothing_is_no_linkage(right, hidden):
    with pytest.raises(ValueError, match="right links"):
        LinkageError(right, hidden)


def test_a_large_pool_is_thinned_whatever_the_order_of_rows(people, monkeypatch):
    monkeypatch.setattr(again_file, "SMALL", 1_100)
    few = pd.concat([people[people.took_part == 1].head(100), people[people.took_part == 0]])
    found = evaluate(few, **ASKED, methods=("radius",), sensitivity=True)
    shuffled = evaluate(few.sample(frac=1, random_state=1), **ASKED, methods=("radius",), sensitivity=True)
    whole, answer = found.sensitivity.whole.effect, found.outcomes[0].effect
    assert found.sensitivity.one_in == 4
    assert whole.participants == 100
    assert whole.estimate == pytest.approx(answer.estimate, abs=answer.se)
    assert shuffled.sensitivity.whole.effect.estimate == pytest.approx(whole.estimate, abs=1e-9)


def test_five_of_the_pool_are_kept_for_each_participant(people, monkeypatch):
    monkeypatch.setattr(again_file, "SMALL", 10)
    assert evaluate(people, **ASKED, methods=("radius",), sensitivity=True).sensitivity.one_in == 1


def test_it_can_be_left_away(people):
    assert evaluate(people, **ASKED, sensitivity=False).sensitivity is None


def test_it_comes_with_the_whole_answer_or_with_what_it_needs(people):
    asked = {"treatment": ASKED["treatment"], "outcomes": ASKED["outcomes"], "covariates": ASKED["covariates"]}
    assert evaluate(people, **asked).sensitivity is not None
    assert evaluate(people, **asked, methods=("radius",)).sensitivity is None
    assert evaluate(people, **asked, methods=("radius",), placebo=("before",)).sensitivity is not None


def test_a_protocol_names_its_placebo_outcomes(people, make_protocol):
    protocol = make_protocol(("age", "noise", "before"), ("region",), (("after", "any"),))
    protocol = protocol.model_copy(update={"matching": Matching(placebo=("before",))})
    table = pa.Table.from_pandas(
        people.assign(participant=people.took_part > 0).astype({"before": float, "after": float})
    )
    (placebo,) = evaluate(table, protocol).sensitivity.placebo
    assert placebo.without == ("before",)
    assert placebo.result.words.label == "Before"


def test_with_a_protocol_the_answer_is_always_leant_on(people, make_protocol):
    protocol = make_protocol(("age", "noise"), ("region",), (("after", "any"),))
    table = pa.Table.from_pandas(people.assign(participant=people.took_part > 0).astype({"after": float}))
    assert evaluate(table, protocol).sensitivity
    assert evaluate(table, protocol, sensitivity=False).sensitivity is None


def test_a_protocol_and_a_method_beside_it_are_refused(people, make_protocol):
    protocol = make_protocol(("age", "noise"), ("region",), (("after", "any"),))
    with pytest.raises(ImpactError, match="not both"):
        evaluate(people, protocol, methods=("radius",))
    with pytest.raises(ImpactError, match="has been read"):
        evaluate(people, "study.toml")


def test_covariates_that_count_the_same_records_are_left_out_together(make_protocol):
    def counted(name, kind, table, near, far):
        return Covariate(name=name, label=name, kind=kind, table=table, to_days=near, from_days=far)

    covariates = (
        counted("last_year", "count-before", "arrests", 1, 365),
        counted("any_lately", "any-before", "arrests", 1, 90),
        counted("year_before", "count-before", "arrests", 366, 730),
        counted("ever", "any-before", "arrests", 0, None),
        counted("prison", "count-before", "sentences", 1, 365),
    )
    protocol = make_protocol(("age",)).model_copy(update={"covariates": covariates})
    assert same_records(protocol, covariates[0]) == ("last_year", "any_lately", "ever")
    assert same_records(protocol, covariates[2]) == ("year_before", "ever")


def test_an_amount_is_bounded_by_signed_ranks(people):
    found = evaluate(people.assign(after=people["after"] + people["noise"] / 10), **ASKED)
    assert found.sensitivity.bounds.test == "signed-rank"
    assert found.sensitivity.strengths[0].value.scale == "standardised-difference"


def test_a_time_to_a_first_event_is_leant_on_by_its_hazard_ratio(people):
    rng = np.random.default_rng(3)
    life, until = rng.exponential(400, len(people)), rng.uniform(200, 730, len(people))
    timed = people.assign(days=np.ceil(np.minimum(life, until)), ended=(life <= until).astype(int))
    found = evaluate(timed, **ASKED | {"outcomes": ("days:ended",)})
    strength, bounds = found.sensitivity.strengths[0], found.sensitivity.bounds
    assert strength.value.scale == "hazard-ratio"
    assert strength.sd > 0
    assert bounds.test == "signed-rank"
    assert all(one.result.survival is None for one in found.sensitivity.without)  # curves are the answer's alone


def test_an_e_value_needs_a_ratio(people):
    """A whole group with the outcome is expected to have it less than never."""
    result = evaluate(people, **ASKED)
    outcome = replace(result.outcomes[0], participants=replace(result.outcomes[0].participants, mean=0.0))
    from outcomelab.impact.sensitivity.strength import strength

    assert strength(outcome, np.zeros(2), np.ones(2)) is None
