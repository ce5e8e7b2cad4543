"""What checkers do: vote, clear or return the outputs, and have them released."""

from __future__ import annotations

from collections.abc import Mapping

from outcomelab.errors import UsageError
from outcomelab.service.actions.acting import Acting, By, act
from outcomelab.service.actions.approving import said
from outcomelab.service.actions.asking import ask
from outcomelab.service.domain.checking import Ballot, Says, whole
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.refusals import Decision
from outcomelab.service.domain.roles import Side
from outcomelab.service.store.models import VoteRow


def vote(by: By, reference: str, votes: Mapping[str, Says], words: Mapping[str, str]) -> Decision:
    """Say one thing of each output, by the hash of its content; `words` of some of them, why.

    Raises UsageError for votes on other outputs than there are, or a question or refusal without words.
    """

    def bring(acting: Acting) -> list[VoteRow]:
        custodian = acting.allowed.capacity.side is Side.CUSTODIAN
        if not whole(Ballot(by.account, custodian, tuple(votes.items())), acting.study.outputs):
            raise UsageError(
                "Vote once on each output as it is now: look at the page again, for they were changed."
            )
        rows = [
            VoteRow(
                study=acting.row,
                round=acting.row.round,
                output=output,
                says=says.value,
                checker=by.account,
                custodian=custodian,
                words=said(words.get(output, "")),
                at=by.at,
            )
            for output, says in votes.items()
        ]
        if any(row.says != Says.APPROVE and not row.words for row in rows):
            raise UsageError("Say what you ask or why you refuse: the analyst needs it to mend the output.")
        return rows

    return act(Command.VOTE, by, reference, bring)


def clear(by: By, reference: str) -> Decision:
    """Clear the outputs that two checkers approved."""
    return act(Command.CLEAR, by, reference)


def return_outputs(by: By, reference: str) -> Decision:
    """Return the outputs to the analyst."""
    return act(Command.RETURN_OUTPUTS, by, reference)


def release(by: By, reference: str) -> Decision:
    """Ask for what was cleared to be recorded in the ledger and its report to be written."""
    return ask(Command.RELEASE, by, reference)
