"""An example of every key, as TOML writes it: what a mistake in the key offers instead."""

from __future__ import annotations

REQUIRED = ("study", "holding", "index", "covariates", "outcomes")

_COMMON = {
    "name": '"arrests_before"',
    "label": '"Arrests in the year before"',
    "table": '"arrests"',
    "column": '"offence"',
    "date": '"arrested_on"',
    "where": '{ offence = ["theft", "robbery"] }',
    "from": "2019-01-01",
    "to": "2020-12-31",
    "min": "18",
    "max": "65",
}
# By the model's class, then by key; `_COMMON` answers for keys that mean the same everywhere.
_EXAMPLES: dict[str, dict[str, str]] = {
    "Study": {
        "title": '"Does the workshop reduce reoffending?"',
        "programme": '"The workshop"',
        "provider": '"The Workshop Trust"',
        "custodian": '"Ministry of Justice"',
        "agreement": '"DSA-2024-017"',
        "question": '"Are people who took part arrested less in the year after release?"',
    },
    "HoldingChoice": {"name": '"justice"', "persons": '"persons"'},
    "TableRoles": {"amount": '"sum_paid"'},
    "CohortRule": {
        "minimum": "60",
        "columns": '{ surname = "Last name" }',
        "day_first": "true",
        "started_from": "2019-01-01",
        "started_to": "2020-12-31",
        "completed_only": "false",
    },
    "IndexEvent": {
        "event": '"release from custody"',
        "on": "2020-01-01",
        "table": '"releases"',
        "date": '"released_on"',
        "which": '"first"',
        "within_days": "366",
    },
    "Eligible": {"reason": '"under 18 at release"', "age": "{ min = 18, max = 65 }"},
    "Covariate": {"kind": '"count-before"', "from_days": "365", "to_days": "0"},
    "Outcome": {
        "name": '"arrested"',
        "label": '"Arrested within a year"',
        "kind": '"any"',
        "column": '"sum_paid"',
        "from_day": "1",
        "to_day": "365",
        "first": '{ decision = "fine" }',
        "graver": '{ decision = "custody" }',
        "among": '"arrested"',
        "measure": '"Rate of arrest"',
        "waiting_days": "183",
        "decided": '"convicted_on"',
        "unit": '"dollars"',
        "better": '"lower"',
        "primary": "true",
    },
    "Linkage": {"precision": "0.99"},
    "Matching": {
        "method": '"radius"',
        "exact": '["sex"]',
        "placebo": '["arrests_before"]',
        "region": '"region"',
        "caliper": "0.2",
    },
    "DisclosureRules": {
        "threshold": "10",
        "base": "5",
        "minimum_matched": "30",
        "events_for_time": "30",
        "precise_from": "1000",
        "dominance_share": "0.9",
        "p_percent": "10",
        "p_percent_costs": "15",
        "significant_from": "30",
        "subgroups_from": "200",
        "three_columns_from": "2000",
        "median_from": "20",
        "residual_df": "10",
        "parameters_share": "0.33",
        "persons_a_cell": "10",
        "range_cut": "0.5",
        "privacy_budget": "0.1",
    },
}


def example(model: str, key: str) -> str:
    """How `key` of the class called `model` could be written: `title = "..."`."""
    value = _EXAMPLES.get(model, {}).get(key) or _COMMON.get(key, '"value"')
    return f"{key} = {value}"


def section_example(section: str) -> str:
    """The least a required section holds."""
    return {
        "study": "[study]` with title, programme, provider, custodian and agreement under it, such as "
        f"`{example('Study', 'title')}",
        "holding": f"[holding]` and under it `{example('HoldingChoice', 'name')}",
        "index": f"[index]` and under it `{example('IndexEvent', 'event')}` and `{example('IndexEvent', 'on')}",
        "covariates": '[[covariates]]` and under it `name = "age"`, `label = "Age"`, `kind = "age"',
        "outcomes": "[[outcomes]]` and under it `"
        + "`, `".join(example("Outcome", key) for key in ("name", "label", "kind", "table")),
    }[section]
