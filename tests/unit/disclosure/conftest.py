"""Raw findings as the lab has them, to be cleared."""

import datetime as dt
from dataclasses import replace

import pytest

from outcomelab.handovers.figures import StudyFigures
from outcomelab.handovers.findings import Findings
from outcomelab.handovers.flow import FlowStep, Loss
from outcomelab.handovers.impact import (
    BalanceRow,
    Estimate,
    Group,
    ImpactResult,
    Matched,
    OutcomeResult,
    OutcomeWords,
)
from outcomelab.handovers.linkage import LinkageGroup, LinkageReport


def group(persons, k, mean=None):
    mean = k / persons if mean is None else mean
    return Group(persons, k, mean, mean * persons, 0.01, 0.02)


def level(name, participants, comparison, n=203, m=4107):
    p, c = participants / n, comparison / m
    return BalanceRow(
        "region", name, True, participants, comparison, p, p, c, c, 0.5, (p - c) / 0.5, (p - c) / 0.5
    )


@pytest.fixture
def outcome():
    """A binary outcome: 47 of 203 participants against 1,234 of 4,107."""
    words = OutcomeWords("reoffended", "Reoffended", "any", follow_up="within 12 months", primary=True)
    effect = Estimate("radius", -0.0683, 0.0297, -0.1265, -0.0101)
    beside = (Estimate("unpaired-t", -0.0711, 0.0301, -0.1301, -0.0121),)
    return OutcomeResult(words, group(203, 47), group(4107, 1234), effect, beside)


@pytest.fixture
def findings(outcome):
    """A study of 203 matched participants."""
    study = StudyFigures(
        title="A study", programme="P", provider="Q", custodian="M", agreement="A-1", question="",
        index_event="release", population=(), holding="Justice", made_on=dt.date(2026, 1, 2),
        protocol_sha256="0" * 64, fixed_on=dt.date(2026, 1, 1), changed_after_outcomes=False,
    )  # fmt: skip
    flow = (
        FlowStep("submitted", 251),
        FlowStep("readable", 248, (Loss("no date of birth", 3),)),
        FlowStep("distinct", 236, (Loss("listed twice", 12),)),
        FlowStep("linked", 214, (Loss("not found", 18), Loss("not certain", 4))),
        FlowStep("eligible", 207, (Loss("too young", 7),)),
        FlowStep("matched", 203, (Loss("nobody similar", 4),)),
    )
    overall = LinkageGroup("all", "all", 236, 214, 0.9951, 0.9712)
    by_sex = (LinkageGroup("sex", "F", 61, 49, 0.9931, 0.9012), LinkageGroup("sex", "M", 175, 165, 0.996, 0.981))
    linkage = LinkageReport(0.9, overall, by_sex, flow[3])
    balance = (
        BalanceRow("age", "", False, 203, 4107, 30.3, 30.3, 33.1, 30.4, 8.1, -0.3457, -0.0123),
        level("north", 97, 2001), level("south", 101, 2050), level("islands", 5, 56),
    )  # fmt: skip
    impact = ImpactResult(
        {"age": "Age", "region": "Region"},
        Matched(207, 203, 16177, 4107, 1021.3, 0.31),
        balance,
        (outcome,),
        (),
        ("Region (islands): raw note",),
        flow[5],
    )
    return Findings(study, flow, linkage, impact)


@pytest.fixture
def with_outcome(findings):
    """The findings with one outcome in place of theirs."""

    def swap(one, **impact):
        return replace(findings, impact=replace(findings.impact, outcomes=(one,), **impact))

    return swap
