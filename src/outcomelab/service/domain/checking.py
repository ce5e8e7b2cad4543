"""Two checkers, neither of whom sees the other's vote before giving theirs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# Who has yet to vote, and why else nothing is decided.
_CUSTODIANS = "a checker of the custodian has yet to vote"
_ANOTHER = "another checker has yet to vote"
_BOTH = "a checker of the custodian and another checker have yet to vote"
NOTHING = "there is no output"
LACKING = (_CUSTODIANS, _ANOTHER, _BOTH, NOTHING)


class Says(StrEnum):
    """What a checker says of one output."""

    APPROVE = "approve"
    ASK = "ask"
    REFUSE = "refuse"


class Outcome(StrEnum):
    """What the votes of a round come to."""

    WAITING = "waiting"
    CLEAR = "clear"
    RETURN = "return"


@dataclass(frozen=True)
class Ballot:
    """One checker's votes of one round. `custodian`: they vote as a checker of the custodian, not of the lab."""

    checker: int
    custodian: bool
    says: tuple[tuple[str, Says], ...]


def whole(ballot: Ballot, outputs: tuple[str, ...]) -> bool:
    """Whether a ballot says one thing of each output, and nothing of others."""
    return sorted(output for output, _ in ballot.says) == sorted(outputs)


def missing(ballots: tuple[Ballot, ...], outputs: tuple[str, ...]) -> str:
    """Who has yet to vote, in words; empty when two different checkers have, one of them the custodian's."""
    counted = _counted(ballots, outputs)
    voted = {ballot.checker for ballot in counted}
    if not any(ballot.custodian for ballot in counted):
        return _CUSTODIANS if voted else _BOTH
    return "" if len(voted) > 1 else _ANOTHER


def outcome(ballots: tuple[Ballot, ...], outputs: tuple[str, ...]) -> Outcome:
    """Clear when everybody who voted on the outputs as they are approves every one, and enough have."""
    if not outputs or missing(ballots, outputs):
        return Outcome.WAITING
    said = {says for ballot in _counted(ballots, outputs) for _, says in ballot.says}
    return Outcome.CLEAR if said == {Says.APPROVE} else Outcome.RETURN


def visible(ballots: tuple[Ballot, ...], outputs: tuple[str, ...], viewer: int) -> tuple[Ballot, ...]:
    """The ballots a person may see: their own; the others' once they gave theirs, or once the round is decided.
    What was said of outputs that have changed since is nothing of this round."""
    counted = _counted(ballots, outputs)
    voted = any(ballot.checker == viewer for ballot in counted)
    return counted if voted or outcome(ballots, outputs) is not Outcome.WAITING else ()


def _counted(ballots: tuple[Ballot, ...], outputs: tuple[str, ...]) -> tuple[Ballot, ...]:
    return tuple(ballot for ballot in ballots if whole(ballot, outputs))
