"""The event that starts each person's follow-up."""

from __future__ import annotations

import datetime as dt

import ibis

from outcomelab.errors import OutcomesError
from outcomelab.handovers.holding import Dictionary
from outcomelab.outcomes.conditions import matches, within
from outcomelab.outcomes.sources import DATE, DAY, INDEX, PARTICIPANT, PERSON, beside, source
from outcomelab.protocol.model import IndexEvent, Protocol, Range
from outcomelab.protocol.roles import date_column

GIVEN = "_given"


def candidates(
    participants: ibis.Table, everyone: ibis.Table, protocol: Protocol, dictionary: Dictionary
) -> ibis.Table:
    """Everyone who could be in the study: person, whether a participant, the index date, and what `everyone` says.

    `participants`: each linked person with the date the provider gave. All of them are here; the index
    date of one without an index event is null. The pool is every other person of `everyone` (one row a person of
    the holding) with an index event. A participant whom linkage did not find can't be told from the rest of the
    holding and so may stand in the pool: that draws the two groups together, never apart.

    With `on`, everyone's index date is that day. From a table, events count that meet `where` and lie
    between `from` and `to` (or the holding's own dates), both included. A participant's is the one nearest
    to the date given, the earlier of two as near, at most `within_days` away; a pool person's is the first
    or the last. Raises OutcomesError for a table or column that content does not have.
    """
    if protocol.index.on is not None:
        day = ibis.literal(protocol.index.on).cast("date").name(INDEX)
        theirs = everyone.semi_join(participants, PERSON).mutate(day)
        pool = everyone.anti_join(participants, PERSON).mutate(day)
    else:
        events = _events(protocol, dictionary)
        theirs = everyone.inner_join(_nearest(events, participants, protocol.index.within_days), PERSON)
        pool = everyone.inner_join(_one_each(events.anti_join(participants, PERSON), protocol.index), PERSON)
    there = beside(participants.select(PERSON), theirs)
    told = [PERSON, INDEX, *(name for name in everyone.columns if name != PERSON)]
    return _marked(there.select(told), True).union(_marked(pool.select(told), False))


def period(protocol: Protocol, dictionary: Dictionary) -> tuple[dt.date, dt.date]:
    """The days between which every index date lies, both included: one and the same where all share a day."""
    index = protocol.index
    if index.on is not None:
        return index.on, index.on
    return index.from_ or dictionary.covers_from, index.to or dictionary.covers_to


def _events(protocol: Protocol, dictionary: Dictionary) -> ibis.Table:
    """Person and date of every event that may start follow-up."""
    index = protocol.index
    if index.table is None:
        raise OutcomesError("The protocol's index event names neither a date nor a table.")
    content = source(dictionary, index.table)
    date = content.date(index.date or date_column(protocol, dictionary, index.table))
    first, last = period(protocol, dictionary)
    counts = matches(content, index.where) & within(date, Range(min=first, max=last))
    return content.rows.filter(counts).select(content.person, date.name(DATE))


def _nearest(events: ibis.Table, participants: ibis.Table, within_days: int) -> ibis.Table:
    """For each participant with an event near enough to the date given: person and that event's date."""
    near = events.inner_join(participants, PERSON)
    near = near.mutate(near[DATE].delta(near[GIVEN], unit="day").abs().name(DAY))
    near = near.filter(near[DAY] <= within_days)
    order = [ibis.asc(near[DAY], nulls_first=False), ibis.asc(near[DATE], nulls_first=False)]
    ranked = near.mutate(ibis.row_number().over(group_by=PERSON, order_by=order).name("_rank"))
    return ranked.filter(ranked["_rank"] == 0).select(PERSON, ranked[DATE].name(INDEX))


def _one_each(events: ibis.Table, index: IndexEvent) -> ibis.Table:
    chosen = events[DATE].max() if index.which == "last" else events[DATE].min()
    return events.group_by(PERSON).agg(chosen.name(INDEX))


def _marked(people: ibis.Table, participant: bool) -> ibis.Table:
    return people.mutate(ibis.literal(participant).name(PARTICIPANT))
