"""An output beside what the lab found out about it by itself: rules, answers, what a reader could derive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.forms import BoundField

from outcomelab.handovers.evidence import Evidence, OutputEvidence
from outcomelab.service.actions.drafts import Draft
from outcomelab.service.domain.checking import Ballot, Says
from outcomelab.service.queries.study import Comment
from outcomelab.service.web.checker.forms import Votes


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
    """An output as a checker looks at it: its name, the hash that votes go by, its evidence, the vote's fields."""

    name: str
    sha256: str
    evidence: Evidence
    parts: tuple[Part, ...]
    says: BoundField
    words: BoundField


@dataclass(frozen=True)
class Vote:
    """A vote that is seen: whose, for which organisation's side, on which output, with which words."""

    checker: str
    mine: bool
    custodian: bool
    output: str
    says: Says
    words: str


def outputs(drafts: tuple[Draft, ...], form: Votes) -> tuple[Output, ...]:
    """Each draft beside its evidence."""
    return tuple(
        Output(
            draft.name,
            draft.sha256,
            draft.evidence,
            tuple(part(one) for one in draft.evidence.outputs),
            form[f"says-{draft.sha256}"],
            form[f"words-{draft.sha256}"],
        )
        for draft in drafts
    )


def part(of: OutputEvidence) -> Part:
    """One table or drawing, its answers counted; figures that are not listed are shown."""
    answers = [cell.answer for cell in of.cells]
    broken = sum(not all(check.kept for check in cell.checks) for cell in of.cells)
    return Part(of, answers.count("shown") + of.more, answers.count("merged"), answers.count("withheld"), broken)


def votes(
    ballots: tuple[Ballot, ...], comments: tuple[Comment, ...], names: Mapping[int, str], reader: int
) -> Iterator[Vote]:
    """The votes that a reader sees, one by one."""
    written = {(one.by, one.item): one.words for one in comments}
    for ballot in ballots:
        for output, says in ballot.says:
            words = written.get((ballot.checker, output), "")
            name = names.get(ballot.checker, "")
            yield Vote(name, ballot.checker == reader, ballot.custodian, output, says, words)
