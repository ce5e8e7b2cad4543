"""Protocols of the demo's studies: what those on one holding have in common, and what each asks about."""

from __future__ import annotations

import json

from outcomelab.protocol.rules import DisclosureRules

REARRESTED = """
[[outcomes]]
name = "rearrested"
label = "Rearrested within one year"
kind = "any"
table = "arrests"
to_day = 365
better = "lower"
primary = true
"""
REARRESTED_IN_TWO = """
[[outcomes]]
name = "rearrested_in_two"
label = "Rearrested within two years"
kind = "any"
table = "arrests"
to_day = 730
better = "lower"
primary = true
"""
UNTIL_REARREST = """
[[outcomes]]
name = "days_to_rearrest"
label = "Days to the first rearrest"
kind = "time-to-first"
table = "arrests"
to_day = 1826
better = "higher"
primary = true
"""
EARNED = """
[[outcomes]]
name = "earned_1978"
label = "Earnings in 1978"
kind = "amount"
table = "earnings"
from_day = 731
to_day = 1095
unit = "US dollars"
better = "higher"
primary = true
"""
EMPLOYED = """
[[outcomes]]
name = "employed_1978"
label = "In paid work in 1978"
kind = "any"
table = "earnings"
from_day = 731
to_day = 1095
better = "higher"
primary = true
"""
CERTIFIED = """
[[outcomes]]
name = "certified"
label = "A certificate within two years"
kind = "any"
table = "certificates"
to_day = 730
better = "higher"
primary = true
"""
# The two others' are what the lab's demo ships.
LEARNERS = """
[holding]
name = "learners"

[index]
event = "first lesson"
table = "enrolments"
within_days = 31

[[covariates]]
name = "age"
label = "Age at the first lesson"
kind = "age"

[[covariates]]
name = "schooling"
label = "Years of schooling"
kind = "value"
column = "schooling"

[[covariates]]
name = "identity"
label = "Indigenous identity"
kind = "category"
column = "identity"
"""


def protocol(common: str, outcomes: str, study: dict[str, str], minimum: int, rules: DisclosureRules) -> str:
    """A protocol that asks about `outcomes`. study: what its section [study] says. minimum, rules: as agreed."""
    stricter = rules.model_dump(exclude_defaults=True)
    sections = (
        "[study]", *(f"{name} = {json.dumps(words, ensure_ascii=False)}" for name, words in study.items()), "",
        common.strip(), "", "[cohort]", f"minimum = {minimum}", outcomes.rstrip(),
        *(("", "[disclosure]", *(f"{name} = {value}" for name, value in stricter.items())) if stricter else ()),
    )  # fmt: skip
    return "\n".join(sections) + "\n"
