"""Whether the holding covers what the study looks at: the index period, the time before, follow-up."""

from __future__ import annotations

import datetime as dt

from outcomelab.handovers.holding import Dictionary
from outcomelab.protocol.model import IndexEvent
from outcomelab.protocol.reading.draft import Draft
from outcomelab.protocol.reading.parts import Item
from outcomelab.protocol.reading.slips import KeyPath, Sifting, Slip


def coverage(made: Draft, dictionary: Dictionary) -> Sifting[None]:
    """Slips of dates that reach beyond the holding's: each says the nearest date or length that works.

    Without `from` or `to` the holding's own dates bound the index events, and persons whose follow-up or
    time before isn't covered are left out one by one, with that reason.
    """
    index = made.index
    if index is None or not index.sound("on"):
        return
    on = index.part.on
    first = on or index.part.from_ if index.sound("from") else on
    last = on or index.part.to if index.sound("to") else on
    yield from _after(made, dictionary, index, first, last)
    yield from _before(made, dictionary, index, first)


def _after(
    made: Draft, dictionary: Dictionary, index: Item[IndexEvent], first: dt.date | None, last: dt.date | None
) -> Sifting[None]:
    spans = [
        (item.part.to_day + item.part.waiting_days, item.part.name)
        for item in made.outcomes
        if item.sound("to_day", "waiting_days", "from_day")
    ]
    needed, name = max(spans, default=(0, ""))
    path: KeyPath = (*index.path, "on" if index.part.on else "to")
    latest = dictionary.covers_to.toordinal() - needed
    whose = f"the outcome `{name}` needs {needed:,} days after it" if needed else "nothing is known after that"
    until = f"the holding covers days up to {dictionary.covers_to}, and {whose}"
    if latest < dictionary.covers_from.toordinal():
        mend = f"Shorten `to_day` or `waiting_days` of `{name}`."
        yield Slip(path, f"no index date leaves time for follow-up: {until}", mend)
    elif last is not None and last.toordinal() > latest:
        works = dt.date.fromordinal(latest)
        write = f"Write `{path[-1]} = {works}` or earlier, or shorten follow-up."
        yield Slip(path, f"is too late: {until}", write)
    elif first is not None and first.toordinal() > latest:
        works = dt.date.fromordinal(latest)
        yield Slip((*index.path, "from"), f"is too late: {until}", f"Write `from = {works}` or earlier.")


def _before(made: Draft, dictionary: Dictionary, index: Item[IndexEvent], first: dt.date | None) -> Sifting[None]:
    if first is None:
        return
    path = (*index.path, "on" if index.part.on else "from")
    if first < dictionary.covers_from:
        mend = f"Write `{path[-1]} = {dictionary.covers_from}` or later."
        yield Slip(path, f"is before the holding's first day, {dictionary.covers_from}", mend)
        return
    covered = (first - dictionary.covers_from).days
    for item in made.covariates:
        days = item.part.from_days
        if days is None or days <= covered or not item.sound("from_days", "kind") or item.part.kind == "age":
            continue
        start = dt.date.fromordinal(min(dictionary.covers_from.toordinal() + days, dt.date.max.toordinal()))
        mend = f"Write `from_days = {covered}` or fewer, or let the index period start on {start} or later."
        wrong = f"looks back further than the holding's first day, {dictionary.covers_from}"
        yield Slip((*item.path, "from_days"), wrong, mend)
