"""Labs that protect what they release, and labs that do not."""

import pytest

from outcomelab.attacks.releases.asking import Labs
from outcomelab.protocol.rules import DisclosureRules

# Rules that no door of the product lets anybody make: `model_construct` does not look at what it is given.
OFF = {
    "threshold": 0,
    "base": 1,
    "minimum_matched": 1,
    "events_for_time": 0,
    "precise_from": 1,
    "dominance_share": 10.0,
    "p_percent": -100.0,
    "p_percent_costs": -100.0,
    "significant_from": 0,
    "subgroups_from": 1,
    "three_columns_from": 1,
    "median_from": 1,
    "residual_df": 0,
    "parameters_share": 10.0,
    "persons_a_cell": 0,
    "range_cut": 1.0,
    "privacy_budget": 10.0,
}


def rules_without(*names):
    """The default rules, some of them off."""
    return DisclosureRules.model_construct(**DisclosureRules().model_dump() | {name: OFF[name] for name in names})


@pytest.fixture
def unprotected():
    """Labs that show everything, each question by itself."""
    return Labs(rules_without(*OFF), None)


@pytest.fixture
def labs(tmp_path):
    """The product as it is."""
    return Labs(DisclosureRules(), tmp_path)


@pytest.fixture
def labs_without(tmp_path):
    """The product with some of its rules off; its ledger and gate stay."""
    return lambda *names: Labs(rules_without(*names), tmp_path)


@pytest.fixture
def unremembering():
    """The product without a ledger, with some of its rules off."""
    return lambda *names: Labs(rules_without(*names), None)
