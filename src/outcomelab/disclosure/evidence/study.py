"""All a checker has of a study: every output, rule by rule, with the raw figures."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa

from outcomelab.disclosure.evidence.others import linkage_evidence, sensitivity_evidence
from outcomelab.disclosure.evidence.outcomes import outcome_evidence
from outcomelab.disclosure.evidence.parts import in_force
from outcomelab.disclosure.evidence.past import overlaps
from outcomelab.disclosure.evidence.people import (
    balance_evidence,
    flow_evidence,
    overlap_evidence,
    size_evidence,
    unmatched_evidence,
)
from outcomelab.disclosure.figures import cleared_figures
from outcomelab.disclosure.gate.merging import coarsened
from outcomelab.disclosure.ledger.store import Ledger
from outcomelab.handovers.evidence import Evidence
from outcomelab.handovers.findings import Findings
from outcomelab.handovers.refused import Coarsening
from outcomelab.protocol.model import Protocol


def study_evidence(
    findings: Findings,
    protocol: Protocol,
    ledger: Ledger | None = None,
    membership: pa.Table | None = None,
    coarsening: Coarsening | None = None,
) -> Evidence:
    """What `protect` with the same arguments decides, and on what: to be made before it, so that the overlaps are
    with earlier releases only. `answer` is still to be said.

    Raises DisclosureRefused when the cohort is too small for any release, LedgerError when the ledger cannot be
    read.
    """
    if coarsening is not None:
        findings = replace(findings, impact=coarsened(findings.impact, coarsening))
    impact, rules = findings.impact, protocol.disclosure
    figures = cleared_figures(findings, protocol)
    outputs = (
        flow_evidence(findings.flow, figures.flow, rules),
        linkage_evidence(findings.linkage, figures.linkage, rules),
        size_evidence(impact.matched, rules),
        *outcome_evidence(impact, (*figures.outcomes, *figures.subgroups), rules),
        balance_evidence(impact, figures, rules),
        unmatched_evidence(impact, figures, rules),
        *overlap_evidence(impact, figures, rules),
        *sensitivity_evidence(impact, figures, rules),
    )
    beside = (
        () if ledger is None or membership is None else overlaps(figures, impact, protocol, ledger, membership)
    )
    return Evidence(
        title=findings.study.title,
        holding=findings.study.holding,
        made_on=findings.study.made_on,
        answer="",
        rules=in_force(rules),
        outputs=tuple(one for one in outputs if one.cells),
        overlaps=beside,
    )
