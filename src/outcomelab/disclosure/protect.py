"""The front door of the disclosure room: raw findings in, cleared figures out, or a refusal."""

from __future__ import annotations

from dataclasses import replace
from typing import overload

import pyarrow as pa

from outcomelab.disclosure.clearing import clear
from outcomelab.disclosure.figures import cleared_figures
from outcomelab.disclosure.gate.merging import coarsened
from outcomelab.disclosure.gated import gated
from outcomelab.disclosure.ledger.store import Ledger
from outcomelab.errors import LedgerError
from outcomelab.handovers.cleared import Cleared
from outcomelab.handovers.figures import Figures
from outcomelab.handovers.findings import Findings
from outcomelab.handovers.refused import Coarsening, Refused
from outcomelab.protocol.model import Protocol

BY_THE_RULES = "the rules alone"  # who checked, where nobody is named


@overload
def protect(
    findings: Findings, protocol: Protocol, *, coarsening: Coarsening | None = None
) -> Cleared[Figures]: ...


@overload
def protect(
    findings: Findings,
    protocol: Protocol,
    ledger: Ledger,
    membership: pa.Table | None,
    *,
    coarsening: Coarsening | None = None,
    checked_by: str = BY_THE_RULES,
) -> Cleared[Figures] | Refused: ...


def protect(
    findings: Findings,
    protocol: Protocol,
    ledger: Ledger | None = None,
    membership: pa.Table | None = None,
    *,
    coarsening: Coarsening | None = None,
    checked_by: str = BY_THE_RULES,
) -> Cleared[Figures] | Refused:
    """Clear what the lab found, under the protocol's disclosure rules.

    With a `ledger`, what is cleared is first held against every earlier release over the same persons
    (`membership`, schema `MEMBERSHIP`), and recorded in the same act; the answer is then a `Refused` when all of
    them together would say too much, with the coarsening that passes. `coarsening`: the less detail to clear.
    Raises DisclosureRefused when the cohort or its comparison group is too small for any release; LedgerError
    when the ledger cannot be used, or the holding gave no member numbers.
    """
    if coarsening is not None:
        findings = replace(findings, impact=coarsened(findings.impact, coarsening))
    if ledger is None:
        return clear(cleared_figures(findings, protocol))
    if membership is None:
        raise LedgerError(
            f"The holding {protocol.holding.name} was registered before there was a ledger, so nobody can be "
            "known again in it. Remove the holding and register it again; its studies stay."
        )
    answer = gated(findings, protocol, ledger, membership, checked_by)
    return answer if isinstance(answer, Refused) else clear(answer)
