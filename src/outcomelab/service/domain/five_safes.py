"""The Five Safes: five judgements that a person records before a study is approved, and the evidence for each.

The framework is Desai, Ritchie and Welpton's (2016), as the UK's Office for National Statistics uses it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Safe(StrEnum):
    """What is judged."""

    PROJECT = "safe project"
    PEOPLE = "safe people"
    DATA = "safe data"
    SETTING = "safe setting"
    OUTPUTS = "safe outputs"


class Verdict(StrEnum):
    """How it is judged."""

    SAFE = "safe"
    WITH_CONDITIONS = "safe with conditions"
    UNSAFE = "not safe"


class Evidence(StrEnum):
    """What the service shows by itself beside a judgement; the judgement stays a person's."""

    PURPOSE = "the purpose asked for, and those the agreement is for"
    LEGAL_BASIS = "the agreement's legal basis and its documents: who approved each, until when"
    POWER = "the smallest effect that this number of participants can show"
    POSTS = "who would link, evaluate and check, and which duties keep them apart"
    SIGN_IN = "who of them signs in with a second factor"
    VARIABLES = "the variables and outcomes asked for beside those the agreement covers"
    SENSITIVE = "which of them the dictionary calls sensitive, which tell who is Indigenous"
    LIST = "the checks of the participants' list, counted"
    APART = "identifiers and content apart, each encrypted under a key of its own"
    DESTRUCTION = "the days on which identifiers and project key are destroyed"
    AUDIT = "whether the audit log is whole"
    RULES = "the disclosure rules in force, and which are stricter than the lab's"
    PAST = "past releases about the same holding, and how much more may leave"
    SHOWN = "what the report could show at most"


EVIDENCE: dict[Safe, tuple[Evidence, ...]] = {
    Safe.PROJECT: (Evidence.PURPOSE, Evidence.LEGAL_BASIS, Evidence.POWER),
    Safe.PEOPLE: (Evidence.POSTS, Evidence.SIGN_IN),
    Safe.DATA: (Evidence.VARIABLES, Evidence.SENSITIVE, Evidence.LIST),
    Safe.SETTING: (Evidence.APART, Evidence.DESTRUCTION, Evidence.AUDIT),
    Safe.OUTPUTS: (Evidence.RULES, Evidence.PAST, Evidence.SHOWN),
}


@dataclass(frozen=True)
class Judgement:
    """One judgement: by which account, for a judgement is a person's and is shown as theirs; of the how manieth
    submission of the study."""

    safe: Safe
    verdict: Verdict
    by: int
    submission: int


def standing(judgements: tuple[Judgement, ...], submission: int) -> dict[Safe, Verdict]:
    """The last judgement of each; those of an earlier submission don't count, for something was changed since."""
    return {one.safe: one.verdict for one in judgements if one.submission == submission}


def missing(judgements: tuple[Judgement, ...], submission: int) -> tuple[Safe, ...]:
    """What is still to be judged."""
    judged = standing(judgements, submission)
    return tuple(safe for safe in Safe if safe not in judged)


def not_among(
    judgements: tuple[Judgement, ...], submission: int, verdicts: tuple[Verdict, ...]
) -> tuple[Safe, ...]:
    """What is judged otherwise than by one of the `verdicts`."""
    judged = standing(judgements, submission)
    return tuple(safe for safe in Safe if safe in judged and judged[safe] not in verdicts)
