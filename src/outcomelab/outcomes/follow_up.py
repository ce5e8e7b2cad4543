"""Outcomes: what happened to each person in follow-up."""

from __future__ import annotations

from collections.abc import Iterator

from outcomelab.handovers.analysis import event_column
from outcomelab.handovers.holding import Dictionary
from outcomelab.outcomes.events import How, Measure
from outcomelab.protocol.model import Outcome, Protocol
from outcomelab.protocol.roles import amount_column


def looking_forward(protocol: Protocol, dictionary: Dictionary) -> Iterator[tuple[str, Measure]]:
    """Each column of the outcomes: the table its events are in, and the measure.

    An event counts from `from_day` to `to_day` after the index date, both included; with `decided`, only
    when it was decided within follow-up and waiting period. `any` is 0 or 1 (with `first`,
    1 where an event on the day of the person's first meets it, and none is `graver`), `count` a number of events,
    `amount` a sum (unknown amounts add nothing). `time-to-first` is the days from the index date to the
    first event that counts, `to_day` for whoever had none: its mean is a restricted mean. Beside it,
    `event_column(name)` is 1 for whoever had the event. Raises OutcomesError for a table or column that
    content does not have.
    """
    for outcome in protocol.outcomes:
        for measure in _measures(outcome, protocol, dictionary):
            yield outcome.table, measure


def outcome_columns(protocol: Protocol) -> tuple[str, ...]:
    """The columns that the protocol's outcomes fill, in its order; an event's column follows its time."""
    return tuple(
        column
        for outcome in protocol.outcomes
        for column in (
            (outcome.name, event_column(outcome.name)) if outcome.kind == "time-to-first" else (outcome.name,)
        )
    )


def _measures(outcome: Outcome, protocol: Protocol, dictionary: Dictionary) -> Iterator[Measure]:
    def measure(name: str, how: How, amount: str = "") -> Measure:
        return Measure(
            name=name,
            how=how,
            first=outcome.from_day,
            last=outcome.to_day,
            amount=amount,
            where=outcome.where,
            of_first=outcome.first,
            graver=outcome.graver,
            decided=outcome.decided,
            decided_by=outcome.to_day + outcome.waiting_days,
        )

    if outcome.kind == "amount":
        amount = amount_column(protocol, dictionary, outcome.table, outcome.column)
        yield measure(outcome.name, "sum", amount)
    elif outcome.kind == "time-to-first":
        yield measure(outcome.name, "first")
        yield measure(event_column(outcome.name), "any")
    else:
        yield measure(outcome.name, outcome.kind)
