"""Outcomes that are parts of one whole: each person's first event is of one sort, each event of one."""

from __future__ import annotations

import json
from collections.abc import Sequence

from outcomelab.protocol.model import Condition, Outcome
from outcomelab.protocol.narrower import canonical, narrower, overlap, same


def part_of(outcome: Outcome, others: Sequence[Outcome]) -> tuple[str, str]:
    """Of which outcome among the `others` an outcome is a part, by name, and a mark that all its parts by the same
    thing share and no other outcome has. No name: the whole is not among the others. No mark: it is no part.

    Parts share nobody; of counts, no event. Whoever is asked `among` the whole alone is no other part.
    """
    wholes = [one for one in others if is_whole(one, outcome)]
    if outcome.first:
        return _first(outcome, others, wholes[0] if wholes else None)
    found = ((whole, _counted(outcome, whole, others)) for whole in wholes)
    return next(((whole.name, mark) for whole, mark in found if mark), ("", ""))


def same_persons(one: Outcome, other: Outcome) -> bool:
    """Whether two outcomes of first events are about the same first event."""
    return all(same(getattr(one, key), getattr(other, key)) for key in ("where", "first", "graver"))


def is_whole(one: Outcome, part: Outcome) -> bool:
    """Whether `part` counts those of `one` whose first event, or those of its events that, are of one sort."""
    if one.first or one.among or not _same_days(one, part):
        return False
    if part.first:
        return one.kind == "any" and same(one.where, part.where)
    return one.kind == part.kind == "count" and part.among is None and not same(one.where, part.where)


def _same_days(one: Outcome, other: Outcome) -> bool:
    return _days(one) == _days(other)


def _days(outcome: Outcome) -> tuple[object, ...]:
    waiting = outcome.waiting_days if outcome.decided else 0  # without a decision nobody waits for one
    return outcome.table, outcome.from_day, outcome.to_day, outcome.decided, waiting


def _first(outcome: Outcome, others: Sequence[Outcome], whole: Outcome | None) -> tuple[str, str]:
    column = _only_column(outcome)
    among = (None, whole.name) if whole else (None,)
    parts = [
        one
        for one in (outcome, *others)
        if _only_column(one) == column and same(one.where, outcome.where) and _same_days(one, outcome)
        if one.among in among
    ]
    if not column or outcome.among not in among or not _all_apart(parts, column):
        return "", ""
    return (whole.name if whole else ""), _mark(outcome, whole, column)


def _counted(outcome: Outcome, whole: Outcome, others: Sequence[Outcome]) -> str:
    """The mark of a count that is told from the rest of its whole, and from other parts, by one column."""
    column = _narrowed(outcome, whole)
    beside = [one for one in others if one is not whole and is_whole(whole, one)]
    parts = [outcome, *(one for one in beside if _narrowed(one, whole) == column)]
    return _mark(whole, whole, column) if column and len(parts) > 1 and _all_apart(parts, column) else ""


def _narrowed(part: Outcome, whole: Outcome) -> str:
    """The one column by which a count is narrower than its whole; empty where there are more."""
    changed = [name for name, condition in part.where.items() if not narrower(whole.where, {name: condition})]
    return changed[0] if len(changed) == 1 and narrower(part.where, whole.where) else ""


def _only_column(part: Outcome) -> str:
    return next(iter(part.first)) if len(part.first) == 1 else ""


def _all_apart(parts: Sequence[Outcome], column: str) -> bool:
    return all(_apart(one, two, column) for at, one in enumerate(parts) for two in parts[:at])


def _apart(one: Outcome, two: Outcome, column: str) -> bool:
    """Whether nothing is in both: no value of the column, which for a first day with events of two sorts has to be
    said by `graver`."""
    if one.first and same_persons(one, two):
        return True
    if overlap(_of(one, column), _of(two, column)):
        return False
    graver = (bool(a.graver) and narrower(b.first, a.graver) for a, b in ((one, two), (two, one)))
    return not one.first or any(graver)


def _of(part: Outcome, column: str) -> Condition:
    return part.first[column] if part.first else part.where[column]


def _mark(part: Outcome, whole: Outcome | None, column: str) -> str:
    kind = whole.kind if whole else "any"
    return json.dumps([kind, column, _days(part), canonical(part.where)], sort_keys=True)
