"""What checkers say of the outputs, as far as its reader may see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from outcomelab.service.domain.checking import Says
from outcomelab.service.queries.people import names
from outcomelab.service.queries.study import Page


@dataclass(frozen=True)
class Vote:
    """A vote that is seen: whose, for which organisation's side, on which output, with which words."""

    checker: str
    mine: bool
    custodian: bool
    output: str
    says: Says
    words: str


def votes(seen: Page, reader: int) -> tuple[Vote, ...]:
    """The votes that a reader sees, one by one."""
    return tuple(_votes(seen, reader))


def _votes(seen: Page, reader: int) -> Iterator[Vote]:
    written = {(one.by, one.item): one.words for one in seen.comments}
    called = names(ballot.checker for ballot in seen.ballots)
    for ballot in seen.ballots:
        for output, says in ballot.says:
            words = written.get((ballot.checker, output), "")
            name = called.get(ballot.checker, "")
            yield Vote(name, ballot.checker == reader, ballot.custodian, output, says, words)
