"""Each output with the fields of one's vote on it."""

from __future__ import annotations

from dataclasses import dataclass

from django.forms import BoundField

from outcomelab.service.actions.drafts import Draft
from outcomelab.service.web.checker.forms import Votes
from outcomelab.service.web.drafts.beside import Output, beside


@dataclass(frozen=True)
class VotedOn:
    """An output, and the fields of the vote on it."""

    output: Output
    says: BoundField
    words: BoundField


def voted_on(drafts: tuple[Draft, ...], form: Votes) -> tuple[VotedOn, ...]:
    """Each draft beside its evidence, with its fields of the form."""
    return tuple(
        VotedOn(beside(draft), form[f"says-{draft.sha256}"], form[f"words-{draft.sha256}"]) for draft in drafts
    )
