"""What attacks come to with rules switched off: how far, and where two rules guard the same, with both gone.

That each rule off alone makes the battery fail is in `test_every_rule_is_needed`.
Nothing in the product switches a rule off: rules here are made without their checks, or put aside by the test.
"""

from dataclasses import replace

import pytest

from outcomelab.attacks.releases.contributors import contributors, costs
from outcomelab.attacks.releases.dates import dates
from outcomelab.attacks.releases.differencing import differencing
from outcomelab.attacks.releases.homogeneity import homogeneity
from outcomelab.attacks.releases.membership import membership
from outcomelab.attacks.releases.uniqueness import uniqueness
from outcomelab.disclosure import balance, gated, survival_grid, tables
from outcomelab.disclosure.audit.audit import Verdict
from outcomelab.disclosure.gate import check
from outcomelab.errors import LedgerError
from outcomelab.protocol.rules import DisclosureRules


@pytest.fixture
def without(monkeypatch):
    """Put a rule of the gate aside."""
    return lambda *rules: [monkeypatch.setattr(check, rule, lambda *_: ()) for rule in rules]


@pytest.fixture
def laxer_rules_recorded(monkeypatch):
    """The ledger takes no laxer rules than there are, so here the default ones are written down."""
    entry = gated._entry
    monkeypatch.setattr(gated, "_entry", lambda *of: entry(*of).model_copy(update={"rules": DisclosureRules()}))


def succeeded(attempts):
    return [not attempt.holds for attempt in attempts]


def test_a_ledger_does_not_take_rules_that_are_laxer_than_there_are(labs_without):
    with pytest.raises(LedgerError):
        differencing(labs_without("base"), 1, 1)


def test_without_the_differencing_rule_the_programs_still_protect_the_few(labs, without):
    without("adds_too_few", "differing_by_few")
    assert not any(succeeded(differencing(labs, 4, 1)))


def test_without_both_the_few_are_counted(labs, without):
    without("adds_too_few", "differing_by_few", "narrowed")
    assert any(succeeded(differencing(labs, 12, 1)))


@pytest.mark.usefixtures("laxer_rules_recorded")
def test_without_the_threshold_small_cells_alike_groups_and_rare_events_are_told(labs_without):
    labs = labs_without("threshold")
    assert any(succeeded(uniqueness(labs, 1, 800, 1)))
    assert any(succeeded(homogeneity(labs, 1, 500, 1)))
    assert any(succeeded(dates(labs, 2, 500, 1)))


def test_without_dominance_totals_tell_of_their_two_largest(labs_without):
    assert any(succeeded(contributors(labs_without("dominance_share"), 2, 1500, 1)))


def test_without_the_p_percent_rule_for_money_the_second_largest_tells_the_largest(labs_without):
    assert any(succeeded(costs(labs_without("p_percent_costs"), 6, 1500, 1)))


def test_without_dominance_and_p_percent_totals_give_their_contributors_away(labs_without):
    assert all(
        succeeded(contributors(labs_without("dominance_share", "p_percent", "p_percent_costs"), 2, 1500, 1))
    )


def test_without_the_cap_on_covariates_the_balance_table_tells_who_took_part(labs, monkeypatch):
    monkeypatch.setattr(balance, "_MOST_COVARIATES", ())
    assert any(succeeded(membership(labs, 10, 60, 1)))


def test_without_rounding_a_lab_that_remembers_nothing_lets_every_few_be_counted(unremembering):
    rounded = differencing(unremembering(), 12, 1)
    exact = differencing(unremembering("base", "precise_from"), 12, 1)
    assert all(attempt.success < 50 for attempt in rounded)
    assert all(attempt.success == 100 for attempt in exact)


@pytest.fixture
def primary_only(monkeypatch):
    """Withhold the cells that break a rule by themselves, and no other."""
    suppress = tables.suppress
    monkeypatch.setattr(
        tables, "suppress", lambda problem, *of: replace(suppress(problem, *of), withheld=problem.primary)
    )


@pytest.mark.usefixtures("primary_only")
def test_without_secondary_suppression_and_audit_small_cells_are_told(labs, monkeypatch):
    monkeypatch.setattr(tables, "audit", lambda *_: Verdict((), (), 0))
    assert any(succeeded(uniqueness(labs, 1, 800, 1)))


@pytest.mark.usefixtures("laxer_rules_recorded")
def test_without_both_rules_for_survival_curves_events_are_dated(labs_without, monkeypatch):
    monkeypatch.setattr(survival_grid, "spacing", lambda *_: 1.0)
    assert not any(succeeded(dates(labs_without(), 1, 400, 1)))
    assert any(succeeded(dates(labs_without("threshold", "base"), 1, 400, 1)))
