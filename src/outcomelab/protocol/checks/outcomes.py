"""Outcomes: windows in order, keys that fit the kind, one primary."""

from __future__ import annotations

from outcomelab.protocol.checks.conditions import conditions
from outcomelab.protocol.model import Outcome
from outcomelab.protocol.reading.parts import Item
from outcomelab.protocol.reading.slips import Sifting, Slip


def outcome(item: Item[Outcome]) -> Sifting[None]:
    """Slips of one `[[outcomes]]`."""
    part = item.part
    yield from conditions(part.where, (*item.path, "where"))
    yield from conditions(part.first, (*item.path, "first"))
    if item.sound("kind", "first") and part.first and part.kind != "any":
        mend = 'Take it out, or write `kind = "any"` to look at each person\'s first event.'
        yield Slip((*item.path, "first"), f"has no meaning for the kind `{part.kind}`", mend)
    if item.sound("from_day", "to_day") and part.to_day < part.from_day:
        mend = f"Days count from the index date: write `to_day = {part.from_day}` or more."
        yield Slip((*item.path, "to_day"), f"is before `from_day = {part.from_day}`", mend)
    if item.sound("kind", "column") and part.column is not None and part.kind != "amount":
        mend = 'Take it out, or write `kind = "amount"` to add that column up.'
        yield Slip((*item.path, "column"), f"has no meaning for the kind `{part.kind}`", mend)


def primary(items: tuple[Item[Outcome], ...]) -> Sifting[None]:
    """Exactly one outcome is the primary one; a single outcome is so unsaid."""
    chosen = [item for item in items if item.part.primary and item.sound("primary")]
    for item in chosen[1:]:
        mend = "Keep `primary = true` in the one outcome the study stands on."
        yield Slip((*item.path, "primary"), "makes a second outcome primary", mend)
    if chosen or not items or not all(item.sound("primary") for item in items):
        return
    if len(items) > 1:
        mend = "Write `primary = true` in the one outcome the study stands on."
        yield Slip(items[0].path[:1], "have no primary one among them", mend)
    elif items[0].given("primary"):
        mend = "Take it out: the only outcome is the primary one."
        yield Slip((*items[0].path, "primary"), "leaves the study without a primary outcome", mend)
