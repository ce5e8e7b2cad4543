"""Everything the lab found in one study, raw: what disclosure control is given."""

from __future__ import annotations

from dataclasses import dataclass

from outcomelab.handovers.figures import StudyFigures
from outcomelab.handovers.flow import FlowStep
from outcomelab.handovers.impact import ImpactResult
from outcomelab.handovers.linkage import LinkageReport


@dataclass(frozen=True)
class Findings:
    """`study` is words and dates only; `flow` is the whole flow, from submitted to matched."""

    study: StudyFigures
    flow: tuple[FlowStep, ...]
    linkage: LinkageReport
    impact: ImpactResult
