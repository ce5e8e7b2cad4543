"""What each person's events add up to, counted in days from the index date: one pass over an event table.

Covariates look back and outcomes look forward; both are measures in the same days, day 0 being the index
date. Days are differences of dates, so leap days count as the days they are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import ibis

from outcomelab.outcomes.conditions import matches
from outcomelab.outcomes.sources import DATE, DAY, EXACT, INDEX, PERSON, Source, beside
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


def per_person(
    people: ibis.Table, source: Source, date: str, measures: Sequence[Measure], indexed: Span
) -> ibis.Table:
    """One row for each of `people` (person and index date) with every measure of one event table.

    `date`: the column that dates the event; an event without a date counts for nothing. `indexed`: the days
    between which everyone's index date lies.
    """
    events = source.rows.select(source.person, source.date(date).name(DATE), *_inputs(source, measures))
    near = _within_reach(events, measures, indexed)
    if indexed[0] == indexed[1]:  # everyone's day is the same: there is nobody to ask for it
        dated = near.mutate(ibis.literal(indexed[0]).name(INDEX))
    else:
        dated = near.inner_join(people, PERSON)
    dated = dated.mutate(ibis._[DATE].delta(ibis._[INDEX], unit="day").name(DAY))
    counted = dated.filter(_hull(dated[DAY], measures))
    found = counted.group_by(PERSON).agg(
        [_total(counted, measure, at).name(measure.name) for at, measure in enumerate(measures)]
    )
    everyone = beside(people.select(PERSON), found)
    return everyone.select(PERSON, *[_settled(everyone, measure) for measure in measures])


def _inputs(source: Source, measures: Sequence[Measure]) -> list[ibis.Value]:
    inputs = []
    for at, measure in enumerate(measures):
        inputs.append(matches(source, measure.where).name(f"_where{at}"))
        if measure.of_first:
            inputs.append(matches(source, measure.of_first).name(f"_first{at}"))
        if measure.graver:
            inputs.append(matches(source, measure.graver).name(f"_graver{at}"))
        if measure.how == "sum":
            inputs.append(source.number(measure.amount).cast(EXACT).name(f"_amount{at}"))
        if measure.decided is not None:
            inputs.append(source.date(measure.decided).name(f"_decided{at}"))
    return inputs


def _within_reach(events: ibis.Table, measures: Sequence[Measure], indexed: Span) -> ibis.Table:
    """The events near enough to anybody's index date to count, so that the rest is dropped where it is read."""
    earliest, latest = indexed
    near = events.filter(events[DATE] <= latest + dt.timedelta(max(measure.last for measure in measures)))
    firsts = [measure.first for measure in measures if measure.first is not None]
    if len(firsts) < len(measures):
        return near
    return near.filter(near[DATE] >= earliest + dt.timedelta(min(firsts)))


def _hull(day: ibis.Value, measures: Sequence[Measure]) -> ibis.Value:
    """The days that any measure needs, so that the rest is dropped before it is grouped."""
    firsts = [measure.first for measure in measures]
    needed = day <= max(measure.last for measure in measures)
    if None not in firsts:
        needed &= day >= min(first for first in firsts if first is not None)
    return needed


def _total(events: ibis.Table, measure: Measure, at: int) -> ibis.Value:
    counts = events[f"_where{at}"] & (events[DAY] <= measure.last)
    if measure.first is not None:
        counts &= events[DAY] >= measure.first
    if measure.decided is not None:
        counts &= events[f"_decided{at}"].delta(events[INDEX], unit="day") <= measure.decided_by
    if measure.how == "sum":
        return events[f"_amount{at}"].sum(where=counts)
    if measure.how == "first":
        return events[DAY].min(where=counts)
    if measure.of_first:
        # Of several events on the first day, one that meets the conditions is enough: no order of rows is asked.
        first = events[DAY].min(where=counts)
        met = events[DAY].min(where=counts & events[f"_first{at}"]) == first
        if measure.graver:
            met &= ~(events[DAY].min(where=counts & events[f"_graver{at}"]) == first).fill_null(False)
        return met.cast("int64")
    return events.count(where=counts)


def _settled(everyone: ibis.Table, measure: Measure) -> ibis.Value:
    value = everyone[measure.name]
    if measure.how == "any":
        value = ibis.ifelse(value.fill_null(0) > 0, 1.0, 0.0)
    else:
        value = value.cast("float64").fill_null(float(measure.last if measure.how == "first" else 0))
    return value.name(measure.name)
