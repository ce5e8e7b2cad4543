"""Every rule there is, off alone: the battery, which holds with all of them, then fails."""

from __future__ import annotations

from functools import partial
from typing import get_args

import pytest

from outcomelab.attacks.releases.decoding import subsets
from outcomelab.attacks.releases.edges import EDGES
from outcomelab.attacks.releases.parts import parts
from outcomelab.attacks.releases.tracker import tracker
from outcomelab.attacks.releases.uniqueness import uniqueness
from outcomelab.disclosure import gated, gated_table, survival_grid, tables
from outcomelab.disclosure.audit.audit import Verdict
from outcomelab.disclosure.gate import check
from outcomelab.disclosure.privacy import headline
from outcomelab.protocol.rules import RULES, DisclosureRules

# What succeeds when a rule is off: just past it, or an attack with its sizes and seed.
SUCCEEDS = {rule: partial(lambda ask, labs: ask(labs, 1), ask) for rule, ask in EDGES.items()} | {
    "persons_a_cell": lambda labs: not all(one.holds for one in subsets(labs, 100, 50, 1)),
    "range_cut": lambda labs: not all(one.holds for one in parts(labs, 1, 4)),
}
# The gate's, by the name it has for each; `cells` and `narrowed` are those of the numbers above, put aside whole.
GATE = {
    "re-run": (check, "adds_too_few", SUCCEEDS["on re-runs"]),
    "differencing": (check, "differing_by_few", lambda labs: not all(one.holds for one in tracker(labs, 2, 1))),
    "cells": (check, "past_the_cap", SUCCEEDS["persons_a_cell"]),
    "columns": (gated_table, "too_many_columns", SUCCEEDS["on tables by two columns"]),
    "narrowed": (check, "narrowed", SUCCEEDS["range_cut"]),
}


@pytest.fixture
def laxer_rules_recorded(monkeypatch):
    """The ledger takes no laxer rules than there are, so here the default ones are written down."""
    for place in (gated, gated_table, headline):
        entry = place._entry
        monkeypatch.setattr(
            place, "_entry", lambda *of, entry=entry: entry(*of).model_copy(update={"rules": DisclosureRules()})
        )


def test_every_rule_has_something_that_only_it_stops():
    assert {rule.name for rule in RULES} <= set(SUCCEEDS)
    assert set(get_args(check.Rule)) == set(GATE)


@pytest.mark.parametrize("rule", EDGES)
def test_nothing_gets_past_the_rules_as_they_are(labs, rule):
    assert not SUCCEEDS[rule](labs)


@pytest.mark.usefixtures("laxer_rules_recorded")
@pytest.mark.parametrize("rule", [rule.name for rule in RULES])
def test_each_rule_off_alone_makes_the_battery_fail(labs_without, rule):
    assert SUCCEEDS[rule](labs_without(rule))


@pytest.mark.parametrize("rule", GATE)
def test_each_rule_of_the_gate_off_alone_makes_the_battery_fail(labs, monkeypatch, rule):
    place, function, succeeds = GATE[rule]
    monkeypatch.setattr(place, function, lambda *_: ())
    assert succeeds(labs)


def test_the_grid_of_days_off_alone_makes_the_battery_fail(labs, monkeypatch):
    monkeypatch.setattr(survival_grid, "spacing", lambda *_: 1.0)
    assert SUCCEEDS["on days between the steps of a curve"](labs)


def test_secondary_suppression_off_alone_leaves_the_battery_nothing_to_hold(labs, monkeypatch):
    """The audit lets no such table out, and an attack on nothing does not hold."""
    suppress = tables.suppress
    monkeypatch.setattr(tables, "suppress", lambda problem, *of: _only_primary(problem, suppress(problem, *of)))
    assert not any(one.holds for one in uniqueness(labs, 1, 300, 1))


def _only_primary(problem, chosen):
    return type(chosen)(problem.primary, 0.0, 0.0, chosen.solver)


def test_the_audit_off_alone_makes_the_battery_fail(labs, monkeypatch):
    monkeypatch.setattr(tables, "audit", lambda *_: Verdict((), (), 0))
    assert SUCCEEDS["on audits"](labs)
