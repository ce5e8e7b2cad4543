"""All figures of a study, each cleared by its own rule."""

from __future__ import annotations

from outcomelab.disclosure.comparison import protect_comparison
from outcomelab.disclosure.flow import cleared_flow
from outcomelab.disclosure.linkage import cleared_linkage
from outcomelab.disclosure.sensitivity_linkage import with_correction
from outcomelab.handovers.figures import Figures
from outcomelab.handovers.findings import Findings
from outcomelab.protocol.model import Protocol


def cleared_figures(findings: Findings, protocol: Protocol) -> Figures:
    """What may be shown of the findings under the protocol's disclosure rules, taken by itself.

    Raises DisclosureRefused when the cohort or its comparison group is too small for any release.
    """
    rules = protocol.disclosure
    comparison = protect_comparison(findings.impact, rules).figures
    linkage = cleared_linkage(findings.linkage, rules)
    effective = findings.impact.matched.effective
    return Figures(
        **{name: getattr(comparison, name) for name in type(comparison).model_fields if name != "sensitivity"},
        study=findings.study,
        flow=cleared_flow(findings.flow, rules),
        linkage=linkage,
        sensitivity=with_correction(comparison.sensitivity, comparison.outcomes, linkage, effective),
    )
