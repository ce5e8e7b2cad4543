"""What terms would mean, as a page shows it: what hinders every act said once, then act by act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from outcomelab.service.domain.commands import Act
from outcomelab.service.domain.previewing import OnHolding, Preview
from outcomelab.service.web.answering import sentence

_ACTS = {
    Act.UPLOAD: _("Upload a list"),
    Act.APPROVE: _("Approve the study"),
    Act.INGEST: _("Send the list"),
    Act.LINK: _("Link"),
    Act.FIX: _("Fix the protocol"),
    Act.EVALUATE: _("Evaluate"),
    Act.CHECK: _("Check the outputs"),
    Act.RELEASE: _("Release the report"),
    Act.PUBLISH: _("Publish the report"),
}


@dataclass(frozen=True)
class Tried:
    """An example study on a holding. `always`: what hinders every act; `acts`: each with what else hinders it."""

    on: OnHolding
    always: tuple[str, ...]
    acts: tuple[tuple[Any, tuple[str, ...]], ...]

    @property
    def hindered(self) -> bool:
        """Whether something else than what hinders every act hinders one."""
        return any(why for _act, why in self.acts)


@dataclass(frozen=True)
class Shown:
    """A preview, and its example studies on the holdings that are granted."""

    preview: Preview
    tried: tuple[Tried, ...]
    changed: bool


def shown(preview: Preview) -> Shown:
    """A preview for a page."""
    answers = [
        *preview.purposes,
        *(answer for one in preview.holdings for answer in (*one.variables, *one.outcomes)),
    ]
    return Shown(
        preview,
        tuple(_tried(one) for one in preview.holdings if one.granted),
        any(answer.changed for answer in answers),
    )


def _tried(on: OnHolding) -> Tried:
    codes = [{refusal.code for refusal in refusals} for _act, refusals in on.acts]
    everywhere = set.intersection(*codes)
    first = on.acts[0][1]
    return Tried(
        on,
        tuple(sentence(one) for one in first if one.code in everywhere),
        tuple(
            (_ACTS[act], tuple(sentence(one) for one in refusals if one.code not in everywhere))
            for act, refusals in on.acts
        ),
    )
