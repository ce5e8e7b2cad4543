"""What terms would mean, as a page shows it: what hinders every act said once, then act by act."""

from __future__ import annotations

from dataclasses import dataclass

from outcomelab.service.domain.previewing import OnHolding, Preview
from outcomelab.service.web.answering import sentence


@dataclass(frozen=True)
class Tried:
    """An example study on a holding. `always`: what hinders every act; `acts`: each with what else hinders it."""

    on: OnHolding
    always: tuple[str, ...]
    acts: tuple[tuple[str, tuple[str, ...]], ...]


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
    codes = [{refusal.code for refusal in refusals} for _, refusals in on.acts]
    everywhere = set.intersection(*codes)
    first = on.acts[0][1]
    return Tried(
        on,
        tuple(sentence(one) for one in first if one.code in everywhere),
        tuple(
            (act, tuple(sentence(one) for one in refusals if one.code not in everywhere))
            for act, refusals in on.acts
        ),
    )
