"""Eligibility and covariates: the keys each kind needs, and none that it cannot use."""

from __future__ import annotations

import datetime as dt

from outcomelab.protocol.checks.conditions import a_range, conditions
from outcomelab.protocol.model import Covariate, Eligible
from outcomelab.protocol.reading.examples import example
from outcomelab.protocol.reading.parts import Item
from outcomelab.protocol.reading.slips import Sifting, Slip

EVENTS_BEFORE = ("count-before", "any-before", "sum-before")
_NEEDED = {"value": "column", "category": "column", **dict.fromkeys(EVENTS_BEFORE, "table")}
_USELESS = {
    "age": ("table", "column", "where", "from_days", "to_days"),
    "value": (),
    "category": (),
    "count-before": ("column",),
    "any-before": ("column",),
    "sum-before": (),
}


def eligible(item: Item[Eligible]) -> Sifting[None]:
    """Slips of one `[[eligible]]`: it needs a condition that can be met."""
    part = item.part
    if part.age is None and not part.where and item.sound("age", "where"):
        mend = 'Write `age = { min = 18 }` or `where = { sex = "F" }`.'
        yield Slip(item.path, "has no condition", mend)
    if part.age is not None:
        path = (*item.path, "age")
        if any(isinstance(end, dt.date) for end in (part.age.min, part.age.max)):
            yield Slip(path, "holds a day", "Write years: `age = { min = 18, max = 65 }`.")
        elif any(end is not None and not 0 <= _number(end) <= 130 for end in (part.age.min, part.age.max)):
            yield Slip(path, "is no person's age", "Write years from 0 to 130.")
        else:
            yield from a_range(part.age, path)
    yield from conditions(part.where, (*item.path, "where"))


def covariate(item: Item[Covariate], persons: str | None) -> Sifting[None]:
    """Slips of one `[[covariates]]`; `persons` names the table with one row a person, if known."""
    yield from conditions(item.part.where, (*item.path, "where"))
    if item.sound("kind"):
        yield from _keys(item, persons)
    part = item.part
    if part.from_days is not None and part.from_days < part.to_days and item.sound("from_days", "to_days"):
        mend = f"Days count back from the index date: write `from_days = {part.to_days}` or more."
        yield Slip((*item.path, "from_days"), f"is nearer than `to_days = {part.to_days}`", mend)


def _keys(item: Item[Covariate], persons: str | None) -> Sifting[None]:
    part = item.part
    kind = part.kind
    needed = _NEEDED.get(kind)
    if needed and item.sound(needed) and not item.given(needed):
        mend = f"A covariate of kind `{kind}` needs it: write `{example('Covariate', needed)}`."
        yield Slip((*item.path, needed), "is missing", mend)
    for key in _USELESS[kind]:
        if item.given(key) and item.sound(key):
            yield Slip((*item.path, key), f"has no meaning for the kind `{kind}`", "Take it out.")
    of_person = persons is not None and part.table in (None, persons) and item.sound("table")
    if kind in ("value", "category") and of_person:
        yield from undated(item)


def undated(item: Item[Covariate]) -> Sifting[None]:
    """Slips of keys that choose among a person's rows, where the table has one row a person."""
    for key in ("where", "from_days", "to_days"):
        if item.given(key) and item.sound(key):
            mend = "Take it out: that table has one row a person, so there is nothing to choose from."
            yield Slip((*item.path, key), "has no meaning for a table of persons", mend)


def _number(end: int | float | dt.date) -> float:
    return 0.0 if isinstance(end, dt.date) else float(end)
