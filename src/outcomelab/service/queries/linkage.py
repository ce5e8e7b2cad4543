"""How good a study's linkage is, once there is one: in counts for the lab's analysts, cleared for others."""

from __future__ import annotations

from dataclasses import dataclass

from outcomelab.disclosure.linkage import protect_linkage
from outcomelab.errors import LinkageError
from outcomelab.handovers.as_json import from_json
from outcomelab.handovers.cleared import Cleared
from outcomelab.handovers.flow import FlowStep
from outcomelab.handovers.linkage import LinkageReport
from outcomelab.handovers.linkage_figures import LinkageFigures
from outcomelab.protocol.model import Protocol
from outcomelab.protocol.read import read_text
from outcomelab.protocol.rules import DisclosureRules, strictest
from outcomelab.reports.blocks import Section
from outcomelab.reports.language import Language
from outcomelab.reports.linked import linked
from outcomelab.service.domain.seeing import sees_counts_of_links, sees_links
from outcomelab.service.domain.study import Study
from outcomelab.service.queries.opened import Opened, opened
from outcomelab.service.store import reading
from outcomelab.service.vault import work
from outcomelab.service.vault.places import places


@dataclass(frozen=True, repr=False)
class Counts:
    """A linkage in counts that nobody cleared: they stay in the lab. flow: from the rows of the list to the people
    looked for. report: how many were found, how many of them rightly, by group. No row, and no outcome."""

    flow: tuple[FlowStep, ...]
    report: LinkageReport


@dataclass(frozen=True)
class Links:
    """How good a linkage is. section: as the report's section on it will say, but for groups that only the records
    know. counts: for the lab's analysts alone."""

    figures: Cleared[LinkageFigures]
    section: Section
    counts: Counts | None


def links(account: int, reference: str, language: Language = "en") -> Links | None:
    """How good a study's linkage is, its section in that `language`; None for whoever may not see it, and where
    there is none (any more). Raises LinkageError or HoldingError when what was kept of it cannot be read."""
    found = opened(account, reference)
    if found is None or not sees_links(found.person, found.study):
        return None
    protocol = read_text(found.row.protocol, "the protocol")
    told, rules = _counts(found), _rules(found.study, protocol)
    figures = protect_linkage(told.report, rules)
    counts = told if sees_counts_of_links(found.person, found.study) else None
    return Links(figures, linked(figures, rules.threshold, language), counts)


def _counts(found: Opened) -> Counts:
    if not found.row.links:
        raise LinkageError(
            "An earlier version of the service linked this study, and did not note how well: "
            "its report will say it."
        )
    steps = work.kept(places(), found.study.reference, found.row.links).stages
    report, flow = steps.take_text(work.LINKAGE), steps.take_text(work.FLOW)
    if report is None or flow is None:
        raise LinkageError("What was linked is not there any more.")
    return Counts(from_json(tuple[FlowStep, ...], flow), from_json(LinkageReport, report))


def _rules(study: Study, protocol: Protocol) -> DisclosureRules:
    agreement = reading.agreement(study.agreement)
    agreed = (study.custodian_rules, *((agreement.rules,) if agreement else ()))
    return strictest(protocol.disclosure, *agreed)
