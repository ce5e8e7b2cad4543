"""An output beside what the lab found out about it by itself: rules, answers, what a reader could derive."""

from __future__ import annotations

from dataclasses import dataclass

from outcomelab.handovers.evidence import Evidence, OutputEvidence
from outcomelab.service.actions.drafts import Draft


@dataclass(frozen=True)
class Part:
    """One table or drawing of an output: how many of its figures are shown, merged with others, withheld; and
    `broken`, for how many of them some rule was not kept."""

    of: OutputEvidence
    shown: int
    merged: int
    withheld: int
    broken: int


@dataclass(frozen=True)
class Output:
    """An output by its name and the hash that votes go by, with the evidence for it."""

    name: str
    sha256: str
    evidence: Evidence
    parts: tuple[Part, ...]


def beside(draft: Draft) -> Output:
    """A draft beside its evidence."""
    parts = tuple(part(one) for one in draft.evidence.outputs)
    return Output(draft.name, draft.sha256, draft.evidence, parts)


def part(of: OutputEvidence) -> Part:
    """One table or drawing, its answers counted; figures that are not listed are shown."""
    answers = [cell.answer for cell in of.cells]
    broken = sum(not all(check.kept for check in cell.checks) for cell in of.cells)
    return Part(of, answers.count("shown") + of.more, answers.count("merged"), answers.count("withheld"), broken)
