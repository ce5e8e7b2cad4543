"""What can be done to a study, and which acts on data an agreement has to allow."""

from __future__ import annotations

from enum import StrEnum

from outcomelab.service.domain.verbs import Verb


class Command(Verb):
    """What can be done to a study."""

    SAVE = "save-draft", "save the draft"
    UPLOAD = "upload-list", "upload a participants' list"
    SUBMIT = "submit", "submit"
    JUDGE = "judge", "record a judgement"
    RETURN = "return", "return with comments"
    APPROVE = "approve", "approve"
    APPROVE_WITH_CONDITIONS = "approve-with-conditions", "approve with conditions"
    CONFIRM_CONDITIONS = "confirm-conditions", "confirm that the conditions are met"
    REFUSE = "refuse", "refuse"
    RECEIVE = "receive-cohort", "send the participants' list"
    TRY = "dummy-run", "try a protocol on made-up data"
    LINK = "link", "link"
    FIX = "fix-protocol", "fix the protocol"
    AMEND = "amend-protocol", "amend the protocol"
    EVALUATE = "evaluate", "evaluate"
    READ = "read-drafts", "read draft outputs"
    SEND = "send-to-checkers", "send the outputs to the checkers"
    VOTE = "vote", "vote on the outputs"
    CLEAR = "clear", "clear the outputs"
    RETURN_OUTPUTS = "return-outputs", "return the outputs"
    RELEASE = "release", "release"
    PUBLISH = "publish", "publish"
    CLOSE = "close", "close"
    WITHDRAW = "withdraw", "withdraw"
    EXPIRE = "expire", "let expire"
    REVOKE = "revoke", "revoke"
    DESTROY_IDENTIFIERS = "destroy-identifiers", "destroy the identifiers"
    DESTROY_KEY = "destroy-project-key", "destroy the project key"
    OVERRIDE = "override", "take back by override"


class Act(StrEnum):
    """What is done under an agreement: one has to be in force, and to cover it, at the moment of the act."""

    UPLOAD = "uploaded"
    APPROVE = "approved"
    INGEST = "taken in"
    LINK = "linked"
    FIX = "planned"
    EVALUATE = "evaluated"
    CHECK = "checked"
    RELEASE = "released"
    PUBLISH = "published"

    def comes_before(self, other: Act) -> bool:
        """Whether this act comes before the other in the life of a study."""
        order = list(Act)
        return order.index(self) < order.index(other)
