"""Each output with the fields of one's vote on it, and the votes that one may see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.forms import BoundField

from outcomelab.service.actions.drafts import Draft
from outcomelab.service.domain.checking import Ballot, Says
from outcomelab.service.queries.study import Comment
from outcomelab.service.web.checker.forms import Votes
from outcomelab.service.web.drafts.beside import Output, beside


@dataclass(frozen=True)
class VotedOn:
    """An output, and the fields of the vote on it."""

    output: Output
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


def voted_on(drafts: tuple[Draft, ...], form: Votes) -> tuple[VotedOn, ...]:
    """Each draft beside its evidence, with its fields of the form."""
    return tuple(
        VotedOn(beside(draft), form[f"says-{draft.sha256}"], form[f"words-{draft.sha256}"]) for draft in drafts
    )


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
