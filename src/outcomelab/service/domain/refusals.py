"""Allowed or refused: what every decision comes to. A refusal has a code that programs compare, and a sentence.

The sentences stand in one table, each with places for facts, so that a door can translate the sentence and then
fill it in. None of the facts is about a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from outcomelab.service.domain.roles import Capacity
from outcomelab.service.domain.saying import Fact, Said
from outcomelab.service.domain.states import State


class Code(StrEnum):
    """Why something is refused."""

    NOT_YOUR_ROLE = "not-your-role"
    NOT_IN_THIS_STATE = "not-in-this-state"
    FINAL_STATE = "final-state"
    UNDER_WAY = "under-way"
    ANSWERS_MISSING = "answers-missing"
    JUDGEMENTS_MISSING = "judgements-missing"
    JUDGED_UNSAFE = "judged-unsafe"
    APPLICANT = "applicant"
    LINKER = "linker"
    READER = "reader-of-outcomes"
    ANALYST = "analyst-of-the-study"
    CHECKER = "checker-of-the-study"
    NO_OUTPUTS = "no-outputs"
    VOTED_ALREADY = "voted-already"
    VOTES_MISSING = "votes-missing"
    NOT_APPROVED = "not-approved"
    OUTPUTS_CHANGED = "outputs-changed"
    APPROVED_BY_ALL = "approved-by-all"
    AGREEMENT_NOT_OVER = "agreement-not-over"
    STILL_HELD = "still-held"
    NOT_HELD = "not-held"
    REASON_MISSING = "reason-missing"
    NO_AGREEMENT = "no-agreement"
    OTHER_PARTIES = "other-parties"
    NOT_SIGNED = "not-signed"
    NOT_STARTED = "agreement-not-started"
    ENDED = "agreement-ended"
    AGREEMENT_REVOKED = "agreement-revoked"
    RULES_LAXER_THAN_CUSTODIAN = "agreement-laxer-than-custodian"
    DOCUMENT_MISSING = "document-missing"
    DOCUMENT_EXPIRED = "document-expired"
    PURPOSE = "purpose-not-covered"
    HOLDING = "holding-not-covered"
    COHORT_MISSING = "cohort-missing"
    COHORT_TOO_SMALL = "cohort-too-small"
    PROTOCOL_MISSING = "protocol-missing"
    VARIABLES = "variables-not-covered"
    OUTCOMES = "outcomes-not-covered"
    RULES_UNKNOWN = "rules-unknown"
    RULES_LAXER = "rules-laxer"
    YOURSELF = "yourself"
    SIGNED_ALREADY = "signed-already"
    TERMS_CHANGED = "terms-changed"


SENTENCES: dict[Code, str] = {
    Code.NOT_YOUR_ROLE: "Only {who} can {command}: ask one of them.",
    Code.NOT_IN_THIS_STATE: "To {command}, the study must be {states}; it is {state}. Next: {next}.",
    Code.FINAL_STATE: "The study is {state}, which is final, so nobody can {command}: begin a new study.",
    Code.UNDER_WAY: "Work on this study is under way: wait until it has ended.",
    Code.ANSWERS_MISSING: "Answer these questions of the application first: {questions}.",
    Code.JUDGEMENTS_MISSING: "Record the judgements that are missing first: {safes}.",
    Code.JUDGED_UNSAFE: "Judged otherwise than this decision needs: {safes}. Return the study with comments, "
    "refuse it, or record a new judgement.",
    Code.APPLICANT: "You applied for this study or belong to its provider: ask somebody who does neither.",
    Code.LINKER: "You linked the identifiers of this study, so its outcomes are closed to you: ask a colleague.",
    Code.READER: "You have read outcomes of this study, so its identifiers are closed to you: ask a colleague.",
    Code.ANALYST: "You worked on this study as its analyst, so you cannot check it: ask another checker.",
    Code.CHECKER: "You checked outputs of this study, so you cannot work on it as an analyst: ask a colleague.",
    Code.NO_OUTPUTS: "There is no output to check: an analyst of the lab makes at least one first.",
    Code.VOTED_ALREADY: "You have voted in this round: wait for the other checker.",
    Code.VOTES_MISSING: "Two checkers must have voted on every output, one of them the custodian's: {missing}.",
    Code.NOT_APPROVED: "Not every checker approves every output: return the outputs to the analyst.",
    Code.OUTPUTS_CHANGED: "The outputs are no longer those that were approved: an administrator of the lab takes "
    "them back by override, and they are checked anew.",
    Code.APPROVED_BY_ALL: "Every checker approves every output: clear them.",
    Code.AGREEMENT_NOT_OVER: "The agreement runs until {ends}: withdraw or revoke the study to end it earlier.",
    Code.STILL_HELD: "Identifiers or project key of this study are still there: a custodian steward or the "
    "administrator destroys them first.",
    Code.NOT_HELD: "This study has no more of {thing}: what needs it begins with a new study.",
    Code.REASON_MISSING: "An override is recorded with its reason: write one line, at most 500 characters, "
    "naming no person.",
    Code.NO_AGREEMENT: "There is no agreement for this study, so nothing can be {act}: a custodian steward "
    "makes one.",
    Code.OTHER_PARTIES: "The agreement is between other parties than the study's: name the one that they have.",
    Code.NOT_SIGNED: "The agreement is not signed by all its parties: ask {parties} to sign it.",
    Code.NOT_STARTED: "The agreement is in force from {starts}, so nothing can be {act} before: wait until then.",
    Code.ENDED: "The agreement ended on {ends}, so nothing can be {act}: ask the custodian for a new one.",
    Code.AGREEMENT_REVOKED: "The agreement was revoked on {revoked}, so nothing can be {act}: ask the custodian.",
    Code.RULES_LAXER_THAN_CUSTODIAN: "The agreement's disclosure rules are laxer than the custodian's ({rules}): "
    "a custodian steward amends the agreement.",
    Code.DOCUMENT_MISSING: "The agreement lacks a document: add the {document}, with who approved it.",
    Code.DOCUMENT_EXPIRED: "The {document} is not valid today, so nothing can be {act}: add one that is.",
    Code.PURPOSE: "The agreement is not for this purpose: {purpose}. Ask the custodian to add it.",
    Code.HOLDING: "The agreement does not cover the holding {holding}: ask the custodian to add it.",
    Code.COHORT_MISSING: "No participants' list has passed its checks: a provider member uploads one.",
    Code.COHORT_TOO_SMALL: "The list has fewer than the {minimum} participants that the agreement asks for: send "
    "a larger one.",
    Code.PROTOCOL_MISSING: "The study has no protocol yet: an analyst of the lab writes it.",
    Code.VARIABLES: "The agreement does not cover {columns}: leave it out of the protocol, or ask the custodian.",
    Code.OUTCOMES: "The agreement does not cover as outcomes {columns}: leave it out of the protocol, or ask "
    "the custodian.",
    Code.RULES_UNKNOWN: "It is not recorded by which rules the outputs were protected: an analyst of the lab "
    "makes them again.",
    Code.RULES_LAXER: "The outputs were protected by laxer rules than are agreed ({rules}): an analyst of the "
    "lab makes them again.",
    Code.YOURSELF: "Nobody gives or takes a role of their own: ask another administrator.",
    Code.SIGNED_ALREADY: "Your organisation has signed these terms: there is nothing left to sign.",
    Code.TERMS_CHANGED: "The agreement was changed after you opened it: read it again as it is now.",
}  # fmt: skip


@dataclass(frozen=True)
class Allowed:
    """It may be done: in which capacity, for which organisation, and where the study then is."""

    capacity: Capacity
    organisation: str
    to: State


@dataclass(frozen=True)
class Refused:
    """It may not. `template` is the sentence before its `facts` are put in: what a door translates."""

    code: Code
    facts: tuple[tuple[str, Fact], ...] = ()

    @property
    def template(self) -> str:
        """The sentence with places for its facts."""
        return SENTENCES[self.code]

    @property
    def said(self) -> Said:
        """The sentence and its facts."""
        return Said(self.template, self.facts)

    @property
    def sentence(self) -> str:
        """What a person reads in English: why, and what to do or who can."""
        return self.said.sentence


Decision = Allowed | Refused


def is_others(decision: object) -> bool:
    """Whether something is refused because it is others' to do, now as at any other time."""
    return isinstance(decision, Refused) and decision.code is Code.NOT_YOUR_ROLE


def refused(code: Code, **facts: Fact) -> Refused:
    """A refusal with its facts."""
    return Refused(code, tuple(sorted(facts.items())))
