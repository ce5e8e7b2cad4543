"""Sensitivity leaves the lab as the answer does: from published figures, in bands, or not at all."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomelab.disclosure.protect import protect
from outcomelab.disclosure.sensitivity import cleared_bounds, cleared_ladder
from outcomelab.handovers.e_value import EValue, e_of
from outcomelab.handovers.impact import (
    Estimate,
    Group,
    OutcomeResult,
    OutcomeWords,
    Placebo,
    Rung,
    Sensitivity,
    Without,
)
from outcomelab.handovers.sensitivity import Bounds, Strength
from outcomelab.protocol.rules import DisclosureRules

RULES = DisclosureRules()


def again(outcome, estimate, matched=203):
    shift = estimate - outcome.effect.estimate
    effect = replace(
        outcome.effect,
        estimate=estimate,
        low=outcome.effect.low + shift,
        high=outcome.effect.high + shift,
        matched=matched,
    )
    return replace(outcome, effect=effect, beside=())


@pytest.fixture
def before(outcome):
    words = OutcomeWords("arrested_before", "Arrested in the year before", "any")
    return replace(outcome, words=words, effect=Estimate("radius", 0.011, 0.03, -0.048, 0.07), beside=())


@pytest.fixture
def sensitivity(outcome, before):
    return Sensitivity(
        strengths=(Strength("reoffended", EValue("risk-ratio", 0.7721, 0.9584)),),
        bounds=Bounds("mcnemar", 203, 61, 34, 1.2834, ((1.0, 0.0037), (1.25, 0.0412), (1.5, 0.2093), (2.0, 0.7))),
        placebo=(Placebo(before, ("age",)),),
        whole=outcome,
        without=(Without("age", again(outcome, -0.0391)), Without("region", again(outcome, -0.0702))),
        ladder=(Rung(0.1, again(outcome, -0.0644, 186)), Rung(0.2, again(outcome, -0.0683, 203))),
    )


@pytest.fixture
def cleared(with_outcome, make_protocol):
    def clear(outcome, sensitivity):
        return protect(with_outcome(outcome, sensitivity=sensitivity), make_protocol(("age",))).figures

    return clear


def test_the_e_value_is_made_from_the_published_figures(cleared, outcome, sensitivity):
    figures = cleared(outcome, sensitivity)
    published, (strength,) = figures.outcomes[0], figures.sensitivity.strengths
    expected = published.participants_value - published.effect.estimate
    assert strength.ratio == round(published.participants_value / expected, 2)
    assert strength.e_value == pytest.approx(e_of(published.participants_value / expected), abs=0.005)


def test_the_interval_that_holds_none_needs_nothing(cleared, outcome, sensitivity):
    wide = replace(outcome, effect=Estimate("radius", -0.0683, 0.05, -0.1663, 0.0297))
    assert cleared(wide, sensitivity).sensitivity.strengths[0].e_value_limit == 1.0


def test_nothing_is_shown_of_an_answer_that_is_withheld(cleared, outcome, sensitivity):
    few = replace(outcome, participants=Group(203, 7, 7 / 203, 7.0, 0.1, 0.2))
    assert cleared(few, sensitivity).sensitivity is None


def test_no_raw_figure_of_sensitivity_is_left(cleared, outcome, sensitivity):
    words = cleared(outcome, sensitivity).sensitivity.model_dump_json()
    for raw in ("0.7721", "0.9584", "1.2834", "0.0037", "0.0412", "0.0391", "3.91", "0.0644", "6.44", "186"):
        assert raw not in words


def test_gamma_is_rounded_down_and_p_values_are_bands(sensitivity):
    figure = cleared_bounds(sensitivity.bounds, RULES)
    assert figure.gamma == 1.2
    assert [row.p_at_most for row in figure.table] == [0.01, 0.05, None, None]
    assert figure.pairs == 205


@pytest.mark.parametrize(("towards", "against"), [(61, 9), (9, 61)])
def test_few_pairs_that_differ_one_way_are_not_shown(sensitivity, towards, against):
    figure = cleared_bounds(replace(sensitivity.bounds, towards=towards, against=against), RULES)
    assert (figure.gamma, figure.table, figure.pairs) == (None, (), None)
    assert "fewer than 10 pairs" in figure.withheld


@settings(deadline=None)
@given(st.lists(st.integers(30, 400), min_size=1, max_size=6), st.integers(30, 400))
def test_no_two_counts_of_the_ladder_tell_fewer_than_the_threshold_apart(counts, own):
    words = OutcomeWords("y", "Y", "any", primary=True)
    group = Group(400, 200, 0.5, 200.0, 0.01, 0.02)
    rungs = tuple(
        Rung(0.1 * i, OutcomeResult(words, group, group, Estimate("radius", 0.1, 0.1, 0.0, 0.2, matched=n), ()))
        for i, n in enumerate(counts, 1)
    )
    told = {own, *counts}
    shown = {rung.matched for rung in cleared_ladder(rungs, own, RULES)} | {5 * ((own + 2) // 5)}
    assert all(any(abs(figure - n) <= 2 for n in told) for figure in shown)
    assert all(abs(one - other) >= 6 for one in shown for other in shown if one != other)


def test_a_quiet_placebo_is_no_warning_and_one_away_from_none_is(cleared, outcome, sensitivity, before):
    assert "placebo" not in cleared(outcome, sensitivity).sensitivity.warnings
    apart = replace(before, effect=Estimate("radius", 0.11, 0.03, 0.051, 0.169))
    figures = cleared(outcome, replace(sensitivity, placebo=(Placebo(apart),)))
    assert figures.sensitivity.placebo[0].away
    assert "placebo" in figures.sensitivity.warnings


def test_little_strength_is_a_warning(cleared, outcome, sensitivity):
    assert {"e-value", "pairs"} <= set(cleared(outcome, sensitivity).sensitivity.warnings)
    firm = replace(
        outcome,
        participants=Group(203, 41, 41 / 203, 41.0, 0.1, 0.2),
        effect=Estimate("radius", -0.25, 0.03, -0.309, -0.191),
    )
    strong = replace(sensitivity, bounds=replace(sensitivity.bounds, gamma=2.4), whole=firm, without=(), ladder=())
    assert cleared(firm, strong).sensitivity.warnings == ()


def test_an_answer_that_hangs_on_one_covariate_is_a_warning(cleared, outcome, sensitivity):
    assert "covariate" not in cleared(outcome, sensitivity).sensitivity.warnings
    moved = replace(sensitivity, without=(Without("age", again(outcome, 0.0211)),))
    assert "covariate" in cleared(outcome, moved).sensitivity.warnings


def test_the_answer_is_corrected_by_the_published_linkage(cleared, outcome, sensitivity):
    figures = cleared(outcome, sensitivity)
    mended = figures.sensitivity.linkage
    assert mended.right_percent == figures.linkage.overall.precision_percent
    kept = (mended.right_percent - mended.hidden_percent) / 100
    assert mended.effect.estimate == round(figures.outcomes[0].effect.estimate / kept)
    assert mended.effect.low <= figures.outcomes[0].effect.low
