"""The index event and the cohort rule, as far as they can be judged without the holding."""

from __future__ import annotations

import datetime as dt

from outcomelab.handovers.cohort import COHORT_DATES, COHORT_IDENTIFIERS
from outcomelab.protocol.checks.conditions import conditions
from outcomelab.protocol.model import CohortRule, IndexEvent
from outcomelab.protocol.reading.near import did_you_mean
from outcomelab.protocol.reading.parts import Item
from outcomelab.protocol.reading.slips import KeyPath, Sifting, Slip

_OF_EVENTS = ("date", "where", "from", "to", "which", "within_days")
# What a participants' file may hold, by our names. `name` is surname and forename in one; `reference` the
# provider's own: both are read and go no further.
_NOT_THEIRS = ("row", "born_also")
FIELDS = (
    *(name for name in COHORT_IDENTIFIERS.names if name not in _NOT_THEIRS),
    *(name for name in COHORT_DATES.names if name not in _NOT_THEIRS),
    "name",
    "reference",
)


def index(item: Item[IndexEvent] | None) -> Sifting[None]:
    """Slips of `[index]`: exactly one of `on` and `table`, and nothing that has no meaning with it."""
    if item is None:
        return
    part = item.part
    if item.sound("on", "table"):
        if part.on is None and part.table is None:
            mend = 'Write `on = 2020-01-01` for one day for all, or `table = "releases"` for everyone\'s own.'
            yield Slip(item.path, "has neither `on` nor `table`", mend)
        if part.on is not None and part.table is not None:
            mend = "Keep `on` for one day for all, or `table` for everyone's own day."
            yield Slip((*item.path, "table"), "stands beside `on`", mend)
        if part.on is not None and part.table is None:
            for key in (key for key in _OF_EVENTS if item.given(key)):
                mend = "Take it out: with `on`, everyone's follow-up starts on that day."
                yield Slip((*item.path, key), "has no meaning beside `on`", mend)
    if item.sound("from", "to"):
        yield from in_order(part.from_, part.to, ("from", "to"), item.path)
    yield from conditions(part.where, (*item.path, "where"))


def cohort(item: Item[CohortRule] | None) -> Sifting[None]:
    """Slips of `[cohort]`: the dates' order and the names of the columns that are mapped."""
    if item is None:
        return
    part = item.part
    if item.sound("started_from", "started_to"):
        keys = ("started_from", "started_to")
        yield from in_order(part.started_from, part.started_to, keys, item.path)
    for name, heading in part.columns.items():
        path = (*item.path, "columns", name)
        if name not in FIELDS:
            yield Slip(path, "is no field of a participants' file", did_you_mean(name, FIELDS, "fields"))
        if not heading.strip():
            yield Slip(path, "names no heading", f'Write `{name} = "the heading in the file"`, or take it out.')


def in_order(first: dt.date | None, last: dt.date | None, keys: tuple[str, str], path: KeyPath) -> Sifting[None]:
    """A slip at the second of `keys` when `last` is before `first`."""
    if first is not None and last is not None and last < first:
        mend = f"Write `{keys[0]} = {last}` and `{keys[1]} = {first}`, if that is what was meant."
        yield Slip((*path, keys[1]), f"is before `{keys[0]}`, so the period holds no day", mend)
