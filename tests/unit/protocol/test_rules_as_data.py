"""The rules as data: what each asks, and that it can be made stricter and never laxer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from outcomelab.protocol.rules import RULES, DisclosureRules, strictest

EVERY = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


def other(rule, value):
    """A set of rules with one of them moved."""
    whole = isinstance(rule.default, int)
    return DisclosureRules(**{rule.name: round(value) if whole else float(value)})


@st.composite
def sets_of_rules(draw):
    """Rules any of which may be stricter than its default."""
    moved = {}
    for rule in RULES:
        far = 4 if rule.name != "precise_from" else 3
        times = draw(st.sampled_from([1, 1, 1.5, far]))
        value = rule.default * times if rule.stricter == "higher" else rule.default / times
        moved[rule.name] = round(value) if isinstance(rule.default, int) else value
    return DisclosureRules(**moved)


@EVERY
@given(st.data())
def test_a_laxer_value_is_refused(rule, data):
    room = rule.default - 1 if isinstance(rule.default, int) else rule.default
    less = data.draw(st.integers(1, int(room)) if isinstance(rule.default, int) else st.floats(1e-6, room / 2))
    with pytest.raises(ValidationError):
        other(rule, rule.default - less if rule.stricter == "higher" else rule.default + less)


@EVERY
@given(st.floats(1, 3))
def test_a_stricter_value_is_taken(rule, times):
    value = rule.default * times if rule.stricter == "higher" else rule.default / times
    assert not rule.laxer(getattr(other(rule, value), rule.name), rule.default)


@given(sets_of_rules(), sets_of_rules())
def test_of_an_agreement_and_a_protocol_the_stricter_rule_holds(agreement, protocol):
    both = strictest(agreement, protocol)
    assert both == strictest(protocol, agreement)
    for rule in RULES:
        held = getattr(both, rule.name)
        assert held in (getattr(agreement, rule.name), getattr(protocol, rule.name))
        assert not any(rule.laxer(held, getattr(one, rule.name)) for one in (agreement, protocol))


@EVERY
def test_every_rule_says_what_it_asks_and_of_which_statistics(rule):
    assert rule.asks
    assert rule.of or rule.name == "minimum_matched"


def test_the_defaults_are_those_agreed():
    assert {rule.name: rule.default for rule in RULES} == {
        "threshold": 10,
        "base": 5,
        "minimum_matched": 30,
        "events_for_time": 30,
        "precise_from": 1000,
        "dominance_share": 0.9,
        "p_percent": 10,
        "p_percent_costs": 15,
        "significant_from": 30,
        "subgroups_from": 200,
        "three_columns_from": 2000,
        "median_from": 20,
        "residual_df": 10,
        "parameters_share": 0.33,
        "persons_a_cell": 10,
        "range_cut": 0.5,
        "privacy_budget": 0.1,
    }
