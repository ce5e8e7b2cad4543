"""What a lab would have found of invented persons, before anything is cleared."""

from __future__ import annotations

import datetime as dt

import numpy as np

from outcomelab.attacks.releases.invented import Bools, Cohort, Floats, Ints
from outcomelab.handovers.figures import StudyFigures
from outcomelab.handovers.findings import Findings
from outcomelab.handovers.flow import FlowStep
from outcomelab.handovers.impact import (
    BalanceRow,
    Estimate,
    Group,
    ImpactResult,
    Matched,
    OutcomeKind,
    OutcomeResult,
    OutcomeWords,
)
from outcomelab.handovers.interval import Z95
from outcomelab.handovers.linkage import LinkageGroup, LinkageReport
from outcomelab.handovers.membership import as_bits
from outcomelab.handovers.survival import Contrast, Curve, Survival
from outcomelab.protocol.model import Protocol
from outcomelab.protocol.rules import DisclosureRules

HOLDING = "invented"
_COMPARED = 4000  # persons in the comparison group, of whom a third had the outcome
_STEPS = ("submitted", "readable", "distinct", "linked", "eligible", "matched")
_DAY = dt.date(2026, 1, 1)


def protocol(rules: DisclosureRules, agreement: str, kind: OutcomeKind) -> Protocol:
    """A protocol for a question under an agreement."""
    asked = Protocol.model_validate(
        {
            "study": {"title": "T", "programme": "P", "provider": "Q", "custodian": "M", "agreement": agreement},
            "holding": {"name": HOLDING},
            "index": {"event": "release", "table": "releases"},
            "covariates": ({"name": "age", "label": "Age", "kind": "age"},),
            "outcomes": ({"name": "o", "label": "Outcome", "kind": kind, "table": "events", "primary": True},),
        }
    )
    return asked.model_copy(update={"disclosure": rules})


def findings(
    cohort: Cohort,
    persons: Bools,
    by: dict[str, dict[str, Bools]],
    kind: OutcomeKind,
    agreement: str,
    balance: tuple[BalanceRow, ...] = (),
) -> Findings:
    """Everything found of `persons`, whole and by the levels of `by`."""
    count = int(persons.sum())
    parts = [
        _result(cohort, persons & level, persons, kind, trait, name)
        for trait, levels in by.items()
        for name, level in levels.items()
        if (persons & level).any()
    ]
    overall = LinkageGroup("all", "all", count, count, 1.0, 1.0)
    flow = tuple(FlowStep(step, count) for step in _STEPS)
    impact = ImpactResult(
        labels={row.covariate: row.covariate for row in balance},
        matched=Matched(count, count, 10 * _COMPARED, _COMPARED, float(_COMPARED), None),
        balance=balance,
        outcomes=(_result(cohort, persons, persons, kind, "", ""),),
        subgroups=tuple(parts),
        notes=(),
        flow=flow[-1],
    )
    words = StudyFigures(
        title="T", programme="P", provider="Q", custodian="M", agreement=agreement, question="", index_event="",
        population=(), holding=HOLDING, made_on=_DAY, protocol_sha256="0" * 64, fixed_on=_DAY,
        changed_after_outcomes=False,
    )  # fmt: skip
    return Findings(words, flow, LinkageReport(0.9, overall, (), flow[3]), impact)


def _result(
    cohort: Cohort, persons: Bools, everyone: Bools, kind: OutcomeKind, trait: str, level: str
) -> OutcomeResult:
    n, k = int(persons.sum()), int(cohort.outcome[persons].sum())
    mine = Group(n, k, k / n, float(k), 1 / max(k, 1), 2 / max(k, 1))
    others = Group(_COMPARED, _COMPARED // 3, 1 / 3, _COMPARED / 3, 0.001, 0.002)
    difference, se = mine.mean - others.mean, float(np.sqrt(max(mine.mean * (1 - mine.mean), 0.01) / n))
    effect = Estimate("radius", difference, se, difference - Z95 * se, difference + Z95 * se, "ATT", n, n, 1e3)
    words = OutcomeWords("o", "Outcome", kind, primary=True)
    survival = _survival(cohort, persons) if kind == "time-to-first" else None
    bits = as_bits(persons[everyone])
    return OutcomeResult(words, mine, others, effect, (), None, trait, level, survival, bits)


def _survival(cohort: Cohort, persons: Bools) -> Survival:
    compared = np.arange(_COMPARED)
    others = _curve(1 + compared % 365, compared % 3 == 0)
    none = Contrast(0.0, 1.0, -Z95, Z95)
    return Survival(
        unit="days",
        until=365.0,
        competing=False,
        participants=_curve(cohort.day[persons], cohort.outcome[persons]),
        comparison=others,
        restricted=none,
        logrank=None,
        hazard=None,
        adjusted=None,
    )


def _curve(day: Ints, event: Bools) -> Curve:
    """The product-limit curve of persons all followed to the end (Kaplan & Meier 1958): a step each day."""
    days = np.arange(0, 366)
    by_then = np.array([(event & (day <= one)).sum() for one in days])
    at_risk = np.array([len(day) - (event & (day < one)).sum() for one in days])
    without = 1 - by_then / len(day)
    se = np.sqrt(without * (1 - without) / len(day))
    half = np.flatnonzero(without <= 0.5)
    return Curve(
        persons=len(day),
        times=_told(days),
        at_risk=tuple(int(one) for one in at_risk),
        events=tuple(int(one) for one in by_then),
        competing=(0,) * len(days),
        without=_told(without),
        se=_told(se),
        low=_told(np.clip(without - Z95 * se, 0, 1)),
        high=_told(np.clip(without + Z95 * se, 0, 1)),
        median=float(days[half[0]]) if len(half) else None,
        restricted=float(without.sum()),
        restricted_se=1.0,
    )


def _told(values: Floats | Ints) -> tuple[float, ...]:
    return tuple(float(one) for one in values)
