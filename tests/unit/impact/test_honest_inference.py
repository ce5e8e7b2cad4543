"""One primary outcome, Holm for the others, and no word of significance that rests on a handful."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm
from statsmodels.stats.multitest import multipletests

from outcomelab.disclosure.outcomes import cleared_outcomes, cleared_subgroups
from outcomelab.handovers.flow import FlowStep
from outcomelab.handovers.impact import Estimate, Group, ImpactResult, Matched, OutcomeResult, OutcomeWords
from outcomelab.impact.compare import holm
from outcomelab.impact.significant import significant
from outcomelab.impact.unrounded import unrounded
from outcomelab.protocol.rules import DisclosureRules

RULES = DisclosureRules()


def group(persons, k):
    return Group(persons, k, k / persons, float(k), 0.01, 0.02)


def result(name="y", k=80, others=900, kind="any", z=-4.0, primary=True, persons=200, pool=2000, p_holm=None):
    """An outcome that `k` of 200 participants and `others` of 2,000 have, `z` standard errors from none."""
    effect = Estimate("radius", 0.05 * z, 0.05, 0.05 * (z - 1.96), 0.05 * (z + 1.96))
    words = OutcomeWords(name, name, kind, primary=primary)
    return OutcomeResult(words, group(persons, k), group(pool, others), effect, (), p_holm)


def verdict(one):
    return cleared_outcomes((one,), RULES)[0].verdict


@settings(deadline=None, max_examples=25)
@given(st.lists(st.sampled_from([0.0, 0.5, 1.0, 1.9, 2.0, 2.4, 3.1, 6.0]), min_size=1, max_size=8))
def test_holm_is_statsmodels_with_ties_too(z_values):
    first = result("primary", z=9.0)
    others = [result(f"y{i}", z=z, primary=False) for i, z in enumerate(z_values)]
    adjusted = [one.p_holm for one in holm([first, *others])]
    expected = multipletests(2 * norm.sf(np.abs(z_values)), method="holm")[1]
    assert adjusted[0] is None
    assert adjusted[1:] == pytest.approx(expected, abs=1e-12)


def test_an_outcome_that_is_withheld_counts_among_those_looked_at():
    few = result("few", k=4, z=1.0, primary=False)
    adjusted = {one.name: one.p_holm for one in holm([result(), few, result("other", z=2.1, primary=False)])}
    assert adjusted["other"] == pytest.approx(2 * 2 * norm.sf(2.1))
    assert verdict(few) == "withheld"


def test_a_difference_that_holm_does_not_carry_is_suggestive_in_both():
    one = result(z=-2.4, primary=False, p_holm=0.0714)
    assert not significant(one, RULES)
    assert verdict(one) == "suggestive"


@pytest.mark.parametrize(("k", "called"), [(29, False), (30, True)])
def test_a_finding_needs_thirty_participants_with_the_outcome(k, called):
    assert significant(result(k=k), RULES) is called
    assert verdict(result(k=k)) == ("lower" if called else "few")


@pytest.mark.parametrize(
    "few",
    [{"k": 9}, {"k": 191}, {"others": 9}, {"others": 1991}],
    ids=["participants with", "participants without", "comparison with", "comparison without"],
)
def test_a_finding_needs_ten_in_each_cell(few):
    assert not significant(result(**few), RULES)
    assert verdict(result(**few)) == "withheld"


@pytest.mark.parametrize(("k", "others"), [(29, 900), (80, 29)])
def test_a_time_needs_thirty_events_on_either_side(k, others):
    one = result(kind="time-to-first", k=k, others=others)
    assert not significant(one, RULES)
    assert verdict(one) == "withheld"
    assert significant(result(kind="time-to-first", k=30, others=30), RULES)


def test_an_interval_that_holds_none_is_never_significant():
    assert not significant(result(z=1.9), RULES)
    assert verdict(result(z=1.9)) == "inconclusive"


def test_a_stricter_agreement_raises_the_floor():
    assert not significant(result(k=40), DisclosureRules(significant_from=50))


def impact(outcomes, subgroups=()):
    flow = FlowStep("matched", 200)
    return ImpactResult({}, Matched(200, 200, 2000, 2000, 900.0, 0.1), (), outcomes, subgroups, (), flow)


def test_the_raw_file_says_what_is_significant_of_the_answer_alone():
    beside = Estimate("ebal", -0.2, 0.05, -0.298, -0.102)
    lines = unrounded(impact((replace(result(k=29), beside=(beside,)), result("other", primary=False))), RULES)
    assert [line.significant for line in lines.estimates] == [False, None, True]


def test_subgroups_hold_to_the_same_floor():
    level = replace(result(k=20, persons=100, others=400, pool=1000), subgroup="sex", level="F")
    other = replace(result(k=60, persons=100, others=500, pool=1000), subgroup="sex", level="M")
    figures = cleared_subgroups(impact((result(),), (level, other)), RULES)
    assert [figure.verdict for figure in figures] == ["few", "lower"]
