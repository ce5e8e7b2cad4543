"""What the custodian decides about a study."""

from __future__ import annotations

from collections.abc import Mapping

from outcomelab.errors import UsageError
from outcomelab.service.actions.acting import Acting, By, act
from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.five_safes import Safe, Verdict
from outcomelab.service.domain.refusals import Decision
from outcomelab.service.store.models import CommentRow, JudgementRow, ReleaseRow

_LONGEST = 5_000


def judge(by: By, reference: str, safe: Safe, verdict: Verdict, words: str = "") -> Decision:
    """Record a judgement of one of the Five Safes, as one's own."""

    def bring(acting: Acting) -> list[JudgementRow]:
        return [
            JudgementRow(
                study=acting.row,
                safe=safe.value,
                verdict=verdict.value,
                by=by.account,
                submission=acting.study.submission,
                words=said(words),
                at=by.at,
            )
        ]

    return act(Command.JUDGE, by, reference, bring)


def approve(by: By, reference: str) -> Decision:
    """Approve the study."""
    return act(Command.APPROVE, by, reference)


def approve_with_conditions(by: By, reference: str, conditions: Mapping[str, str]) -> Decision:
    """Approve the study once the conditions, by item, are met. Raises UsageError when there is none."""
    return _commented(Command.APPROVE_WITH_CONDITIONS, by, reference, conditions)


def confirm_conditions(by: By, reference: str) -> Decision:
    """Confirm that the conditions are met."""
    return act(Command.CONFIRM_CONDITIONS, by, reference)


def return_with_comments(by: By, reference: str, comments: Mapping[str, str]) -> Decision:
    """Return the application, with a comment by item. Raises UsageError when there is none."""
    return _commented(Command.RETURN, by, reference, comments)


def refuse(by: By, reference: str, comments: Mapping[str, str]) -> Decision:
    """Refuse the study, for good, and say why. Raises UsageError when no reason is written."""
    return _commented(Command.REFUSE, by, reference, comments)


def revoke(by: By, reference: str) -> Decision:
    """Revoke the study, for good."""
    return act(Command.REVOKE, by, reference)


def publish(by: By, reference: str) -> Decision:
    """Publish what was released."""

    def bring(acting: Acting) -> list[ReleaseRow]:
        release = acting.row.releases.order_by("pk").last()
        if release is None:
            raise UsageError("There is no report to publish: the lab releases it again.")
        release.published = by.at
        return [release]

    return act(Command.PUBLISH, by, reference, bring)


def commented(acting: Acting, command: Command, comments: Mapping[str, str]) -> list[CommentRow]:
    """What was written of each item, as rows; items without words are left out."""
    return [
        CommentRow(
            study=acting.row,
            item=item,
            words=said(words),
            by=acting.by.account,
            command=command.value,
            at=acting.by.at,
        )
        for item, words in comments.items()
        if words.strip()
    ]


def said(words: str) -> str:
    """What somebody wrote, spaces around it left out. Raises UsageError when it is too long."""
    text = words.strip()
    if len(text) > _LONGEST:
        raise UsageError(f"A comment is too long: write at most {_LONGEST} characters.")
    return text


def _commented(command: Command, by: By, reference: str, comments: Mapping[str, str]) -> Decision:
    def bring(acting: Acting) -> list[CommentRow]:
        rows = commented(acting, command, comments)
        if not rows:
            raise UsageError("Write at least one comment: the provider needs to know what to mend, or why not.")
        return rows

    return act(command, by, reference, bring)
