"""What each person's events add up to, counted in days from the index date: one pass over an event table.

Covariates look back and outcomes look forward; both are measures in the same days, day 0 being the index
date. Days are differences of dates, so leap days count as the days they are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import and_
from typing import Literal

import ibis

from outcomelab.outcomes.conditions import matches
from outcomelab.outcomes.days import Calendar, Reach, later
from outcomelab.outcomes.sources import DATE, DAY, INDEX, PERSON, Source
from outcomelab.protocol.model import Where

How = Literal["any", "count", "sum", "first"]
Span = tuple[dt.date, dt.date]


@dataclass(frozen=True)
class Measure:
    """One figure a person from events of days `first` to `last`, both included (`first` None: all earlier).

    how: `any` (0 or 1), `count`, `sum` of `amount`, `first` day, at most `last` and `last` without an event.
    `of_first`, for `any`: an event on the day of the first that counts must meet these conditions too, and none
    that day those of `graver`.
    `decided`: a date column that must fall on day `decided_by` or before. Always float64, never null.
    """

    name: str
    how: How
    first: int | None
    last: int
    amount: str = ""
    where: Where = field(default_factory=dict)
    of_first: Where = field(default_factory=dict)
    graver: Where = field(default_factory=dict)
    decided: str | None = None
    decided_by: int = 0


def added_up(
    people: ibis.Table, source: Source, date: str, measures: Sequence[Measure], indexed: Span
) -> ibis.Table:
    """One row for each person with events near enough to count, with every measure of one event table: a column
    each, for `settled` to read. The table is read once, whatever the measures.

    `people`: person and index date. `date`: the column that dates the event; an event without a date counts for
    nothing. `indexed`: the days between which everyone's index date lies.
    """
    events = source.rows.select(source.person, source.date(date).name(DATE), *_inputs(source, measures))
    near = _within_reach(events, measures, indexed)
    calendar = Calendar(indexed[0] if indexed[0] == indexed[1] else None)
    if calendar.on is None:
        near = _counted_in_days(near.inner_join(people.select(PERSON, INDEX), PERSON), measures)
        near = near.filter(calendar.between(near, _reach(measures)))
    return near.group_by(PERSON).agg([_total(near, measure, measures, calendar) for measure in measures])


def settled(people: ibis.Table, measure: Measure) -> ibis.Value:
    """A measure of `people`, beside whom stands what `added_up` found: float64, and never null."""
    value = people[measure.name]
    if measure.how == "any":
        value = ibis.ifelse(value.fill_null(0) > 0, 1.0, 0.0)
    else:
        value = value.cast("float64").fill_null(float(measure.last if measure.how == "first" else 0))
    return value.name(measure.name)


def _inputs(source: Source, measures: Sequence[Measure]) -> list[ibis.Value]:
    """What the measures ask of an event, each once."""
    amounts = dict.fromkeys(measure.amount for measure in measures if measure.how == "sum")
    decided = dict.fromkeys(measure.decided for measure in measures if measure.decided is not None)
    return [
        *[matches(source, where).name(f"_meets{at}") for at, where in enumerate(_conditions(measures))],
        *[source.amount(amount).name(f"_amount_{amount}") for amount in amounts],
        *[source.date(column).name(f"_decided_{column}") for column in decided],
    ]


def _conditions(measures: Sequence[Measure]) -> list[Where]:
    asked = [where for measure in measures for where in (measure.where, measure.of_first, measure.graver)]
    return [where for at, where in enumerate(asked) if where and where not in asked[:at]]


def _counted_in_days(events: ibis.Table, measures: Sequence[Measure]) -> ibis.Table:
    """`events` by their day, without the dates that are not asked for again."""
    dated = events.mutate(events[DATE].delta(events[INDEX], unit="day").name(DAY))
    return dated.drop(DATE) if any(measure.decided for measure in measures) else dated.drop(DATE, INDEX)


def _reach(measures: Sequence[Measure]) -> Reach:
    """The days that any measure needs."""
    firsts = [measure.first for measure in measures if measure.first is not None]
    return min(firsts) if len(firsts) == len(measures) else None, max(measure.last for measure in measures)


def _within_reach(events: ibis.Table, measures: Sequence[Measure], indexed: Span) -> ibis.Table:
    """The events near enough to anybody's index date to count, so that the rest is dropped where it is read."""
    first, last = _reach(measures)
    near = events.filter(events[DATE] <= later(indexed[1], last))
    return near if first is None else near.filter(near[DATE] >= later(indexed[0], first))


def _total(events: ibis.Table, measure: Measure, measures: Sequence[Measure], calendar: Calendar) -> ibis.Value:
    def meets(where: Where) -> ibis.Value:
        return events[f"_meets{_conditions(measures).index(where)}"]

    asked = calendar.between(events, (measure.first, measure.last), _reach(measures))
    if measure.where:
        asked.append(meets(measure.where))
    if measure.decided is not None:
        decided = events[f"_decided_{measure.decided}"].delta(calendar.index(events), unit="day")
        asked.append(decided <= measure.decided_by)
    counts = reduce(and_, asked) if asked else None
    day = calendar.day(events)
    if measure.how == "sum":
        total = events[f"_amount_{measure.amount}"].sum(where=counts)
    elif measure.how == "first":
        total = calendar.counted(day.min(where=counts))
    elif measure.of_first:
        # Of several events on the first day, one that meets the conditions is enough: no order of rows is asked.
        first = day.min(where=counts)
        met = day.min(where=reduce(and_, [*asked, meets(measure.of_first)])) == first
        if measure.graver:
            met &= ~(day.min(where=reduce(and_, [*asked, meets(measure.graver)])) == first).fill_null(False)
        total = met.cast("int64")
    else:
        total = events.count(where=counts)
    return total.name(measure.name)
