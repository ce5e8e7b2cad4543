"""Outcomes: windows in order, keys that fit the kind, one primary."""

from __future__ import annotations

from outcomelab.protocol.checks.conditions import conditions
from outcomelab.protocol.model import Outcome
from outcomelab.protocol.parts import is_whole
from outcomelab.protocol.reading.examples import example
from outcomelab.protocol.reading.near import did_you_mean
from outcomelab.protocol.reading.parts import Item
from outcomelab.protocol.reading.slips import Sifting, Slip


def outcome(item: Item[Outcome]) -> Sifting[None]:
    """Slips of one `[[outcomes]]`."""
    part = item.part
    yield from conditions(part.where, (*item.path, "where"))
    yield from conditions(part.first, (*item.path, "first"))
    yield from conditions(part.graver, (*item.path, "graver"))
    if item.sound("kind", "first") and part.first and part.kind != "any":
        mend = 'Take it out, or write `kind = "any"` to look at each person\'s first event.'
        yield Slip((*item.path, "first"), f"has no meaning for the kind `{part.kind}`", mend)
    if item.sound("graver", "first") and part.graver and not part.first:
        mend = f"Write `{example('Outcome', 'first')}` too, or take it out."
        yield Slip((*item.path, "graver"), "says which first events are graver, but `first` is not there", mend)
    if item.sound("from_day", "to_day") and part.to_day < part.from_day:
        mend = f"Days count from the index date: write `to_day = {part.from_day}` or more."
        yield Slip((*item.path, "to_day"), f"is before `from_day = {part.from_day}`", mend)
    if item.sound("kind", "column") and part.column is not None and part.kind != "amount":
        mend = 'Take it out, or write `kind = "amount"` to add that column up.'
        yield Slip((*item.path, "column"), f"has no meaning for the kind `{part.kind}`", mend)


def among(items: tuple[Item[Outcome], ...]) -> Sifting[None]:
    """Whoever has an outcome is said by one of kind `any` that is about everybody."""
    able = [one.part.name for one in items if one.sound("kind", "among") and is_of_all(one.part)]
    every = all(item.sound("name", "kind", "among") for item in items)
    for item in items:
        path, name = (*item.path, "among"), item.part.among
        if name is None or not item.sound("among"):
            continue
        if every and name not in set(able) - {item.part.name}:
            said = did_you_mean(name, [one for one in able if one != item.part.name], "outcomes that fit")
            yield Slip(path, f"`{name}` is no other outcome of kind `any` that everybody is asked about", said)
        if item.part.primary and item.sound("primary"):
            mend = "Make another outcome primary: those who have an outcome were not alike before."
            yield Slip(path, "is of the primary outcome, which has to be about everybody", mend)


def wholes(items: tuple[Item[Outcome], ...]) -> Sifting[None]:
    """Whatever asks of a first event what it was stands beside the outcome of having one at all: first events of
    several sorts tell that number when they are added up, so it has to be one that is looked after."""
    keys = ("table", "where", "from_day", "to_day", "waiting_days", "decided", "kind", "first", "among")
    if not all(item.sound(*keys) for item in items):
        return
    for item in items:
        part = item.part
        if part.first and not any(is_whole(one.part, part) for one in items):
            mend = "Add an outcome with the same `table`, `where` and days, without `first` and `among`."
            yield Slip((*item.path, "first"), "asks what a first event was, and no outcome if there was", mend)


def is_of_all(part: Outcome) -> bool:
    """Whether an outcome can say who another one is about."""
    return part.kind == "any" and part.among is None


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
