"""What of a study has a page of its own that its reader may open now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from outcomelab.service.domain.commands import Command
from outcomelab.service.domain.refusals import Allowed, is_others
from outcomelab.service.queries.study import Page


@dataclass(frozen=True)
class Place:
    """A page by what leads there."""

    words: str
    address: str


def places(seen: Page) -> tuple[Place, ...]:
    """The pages on how the study is done that the reader may see."""
    return tuple(Place(words, reverse(name, args=[seen.study.reference])) for name, words in _names(seen))


def _names(seen: Page) -> Iterator[tuple[str, str]]:
    analyses, checks = (not is_others(seen.commands[command]) for command in (Command.TRY, Command.VOTE))
    if seen.protocol or analyses:
        yield "protocol", _("The protocol")
    if seen.links:
        yield "linkage", _("How good the linkage is")
    if isinstance(seen.commands[Command.READ], Allowed):
        if analyses:
            yield "drafts", _("Draft outputs")
            yield "balance", _("Balance, overlap, sensitivity")
        if checks:
            yield "checking", _("Check the outputs")
