"""A protocol's terms in words, for reports."""

from __future__ import annotations

import datetime as dt

from outcomelab.protocol.model import Condition, Eligible, Outcome, Protocol, Range, Scalar

_MONTHS = {
    30: 1, 31: 1, 91: 3, 92: 3, 182: 6, 183: 6, 273: 9, 274: 9, 365: 12, 366: 12, 547: 18, 548: 18, 730: 24,
    731: 24, 1095: 36, 1096: 36, 1460: 48, 1461: 48, 1825: 60, 1826: 60, 1827: 60,
}  # fmt: skip


def index_words(protocol: Protocol) -> str:
    """The event that starts follow-up and when it happened: `release from prison, from 1 July 1977 to …`."""
    index = protocol.index
    if index.on is not None:
        return f"{index.event}, {day_words(index.on)}"
    period = _period(index.from_, index.to)
    return f"{index.event}, {period}" if period else index.event


def population_words(protocol: Protocol) -> tuple[str, ...]:
    """Who is in the study, a phrase each: the index event, each condition, the cohort rule."""
    cohort = protocol.cohort
    started = _period(cohort.started_from, cohort.started_to)
    return (
        index_words(protocol),
        *(_eligible(rule) for rule in protocol.eligible),
        *([f"for participants: the programme started {started}"] if started else []),
        *(["for participants: the programme completed"] if cohort.completed_only else []),
    )


def follow_up_words(outcome: Outcome) -> str:
    """When an outcome is counted: `within 12 months`, `within 100 days`, `from day 732 to day 1,096`."""
    if outcome.from_day == 1:
        window = f"within {span_words(outcome.to_day)}"
    elif outcome.from_day == outcome.to_day:
        window = f"on day {outcome.to_day:,}"
    else:
        window = f"from day {outcome.from_day:,} to day {outcome.to_day:,}"
    if not outcome.decided:
        return window
    if not outcome.waiting_days:
        return f"{window}, decided by then"
    return f"{window}, decided within {span_words(outcome.waiting_days)} after"


def span_words(days: int) -> str:
    """A length of time: in months where the days make whole ones, else in days."""
    number, unit = (_MONTHS[days], "month") if days in _MONTHS else (days, "day")
    return f"{number:,} {unit}" if number == 1 else f"{number:,} {unit}s"


def day_words(day: dt.date) -> str:
    """`31 January 2021`, whatever the machine's language."""
    return f"{day.day} {_NAMES[day.month - 1]} {day.year}"


_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def _period(first: dt.date | None, last: dt.date | None) -> str:
    if first is not None and last is not None:
        return f"on {day_words(first)}" if first == last else f"from {day_words(first)} to {day_words(last)}"
    if first is not None:
        return f"on {day_words(first)} or later"
    return f"on {day_words(last)} or earlier" if last is not None else ""


def _eligible(rule: Eligible) -> str:
    conditions = [f"{name.replace('_', ' ')} {_condition(condition)}" for name, condition in rule.where.items()]
    if rule.age is not None:
        conditions.insert(0, f"aged {_range(rule.age)}")
    return f"{' and '.join(conditions)} (left out otherwise: {rule.reason})"


def _condition(condition: Condition) -> str:
    if isinstance(condition, Range):
        return _range(condition)
    values = condition if isinstance(condition, tuple) else (condition,)
    return f"is {' or '.join(_value(value) for value in values)}"


def _range(given: Range) -> str:
    if given.min is None:
        return f"{_value(given.max)} or less" if not isinstance(given.max, dt.date) else _period(None, given.max)
    if given.max is None:
        return f"{_value(given.min)} or more" if not isinstance(given.min, dt.date) else _period(given.min, None)
    if given.min == given.max:
        return _value(given.min)
    return f"{_value(given.min)} to {_value(given.max)}"


def _value(value: Scalar | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return day_words(value) if isinstance(value, dt.date) else str(value)
