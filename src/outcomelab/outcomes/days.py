"""When an event was, as seen from the index date, which is day 0."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import ibis

from outcomelab.outcomes.sources import DATE, DAY, INDEX

Reach = tuple[int | None, int]  # the first day (None: all earlier) and the last, both included


@dataclass(frozen=True)
class Calendar:
    """How an event's day is told: by its date where everyone has the index date `on`, so that nothing is counted
    for an event; else, where `on` is None, by the number of days from the index date."""

    on: dt.date | None

    def day(self, events: ibis.Table) -> ibis.Value:
        """The day of each event."""
        return events[DAY] if self.on is None else events[DATE]

    def index(self, events: ibis.Table) -> ibis.Value:
        """The index date of whoever's event it is."""
        return events[INDEX] if self.on is None else ibis.literal(self.on)

    def counted(self, day: ibis.Value) -> ibis.Value:
        """A `day` as the number of days from the index date."""
        return day if self.on is None else day.delta(ibis.literal(self.on), unit="day")

    def between(self, events: ibis.Table, days: Reach, known: Reach | None = None) -> list[ibis.Value]:
        """What must hold for each event to be on one of these days; without what all of them are `known` to be."""
        (first, last), day = days, self.day(events)
        ends = [day <= self._at(last)] if known is None or known[1] != last else []
        if first is not None and (known is None or known[0] != first):
            ends.append(day >= self._at(first))
        return ends

    def _at(self, day: int) -> ibis.Value:
        return ibis.literal(day if self.on is None else later(self.on, day))


def later(date: dt.date, days: int) -> dt.date:
    """The date so many `days` after another; the first or last there is where it would lie beyond."""
    return dt.date.fromordinal(min(max(date.toordinal() + days, 1), dt.date.max.toordinal()))
