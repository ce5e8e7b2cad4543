"""How a protocol's outcomes hang together: whoever has one has another too, and which ones add up to a whole.

Figures that add up give one another away, so disclosure control has to know. All of it follows from what the
outcomes count: the same table, days and decision, and conditions that narrow one another.
"""

from __future__ import annotations

from collections.abc import Iterator

from outcomelab.protocol.model import Condition, Outcome, Protocol, Range, Where


def relations(protocol: Protocol, outcome: Outcome) -> tuple[tuple[str, ...], str, str]:
    """The names of the outcomes that everybody with `outcome` has too, of the one it is a part of, and by what.

    Parts of one whole by one thing share nobody: each person's first event is in one of them; of counts, they
    share no event. A whole that is not among the outcomes has no name, and there is no part of it. Amounts have no
    part in this.
    """
    others = [other for other in protocol.outcomes if other is not outcome and other.kind != "amount"]
    if outcome.kind == "amount":
        return (), "", ""
    within = tuple(other.name for other in others if _has_too(protocol, outcome, other))
    whole = next((whole for whole in others if _is_part(outcome, whole, others)), None)
    if whole is None:
        return within, "", ""
    return within, whole.name, " ".join(_split(outcome, whole))


def _has_too(protocol: Protocol, outcome: Outcome, other: Outcome) -> bool:
    """Whether every person with `outcome` has the `other`: an event that counts for one counts for the other."""
    if outcome.among is not None and outcome.among != other.among:
        those = next(one for one in protocol.outcomes if one.name == outcome.among)
        if those is other or _has_too(protocol, those, other):
            return True
    if other.among is not None and other.among != outcome.among:
        those = next(one for one in protocol.outcomes if one.name == other.among)
        if those is not outcome and not _has_too(protocol, outcome, those):
            return False
    if not _inside(outcome, other):
        return False
    if other.first:
        return (outcome.where, outcome.first, outcome.graver) == (other.where, other.first, other.graver)
    return _narrower(_both(outcome), other.where)


def _inside(outcome: Outcome, other: Outcome) -> bool:
    """Whether the days of one, and when it has to be decided, lie within the other's."""
    if outcome.table != other.table or other.from_day > outcome.from_day or outcome.to_day > other.to_day:
        return False
    if other.first and (outcome.from_day, outcome.to_day) != (other.from_day, other.to_day):
        return False
    if other.decided is None:
        return not other.first or outcome.decided is None
    by, by_other = outcome.to_day + outcome.waiting_days, other.to_day + other.waiting_days
    return outcome.decided == other.decided and (by == by_other if other.first else by <= by_other)


def _is_part(outcome: Outcome, whole: Outcome, others: list[Outcome]) -> bool:
    if not _divides(outcome, whole):
        return False
    beside = [other for other in others if other is not whole and _divides(other, whole)]
    beside = [other for other in beside if _split(other, whole) == _split(outcome, whole)]
    parts = [outcome, *beside]
    alone = all(_apart(one, two, whole) for at, one in enumerate(parts) for two in parts[:at])
    return alone and (bool(outcome.first) or bool(beside))


def _divides(part: Outcome, whole: Outcome) -> bool:
    """Whether `part` is those of the `whole` whose first event, or those of its events that, are of one sort."""
    days = ("table", "from_day", "to_day", "decided", "waiting_days")
    if whole.first or whole.among or any(getattr(part, key) != getattr(whole, key) for key in days):
        return False
    if part.first:
        return part.among in (None, whole.name) and whole.kind == "any" and part.where == whole.where
    counts = part.kind == whole.kind == "count" and part.among is None
    return counts and part.where != whole.where and _column(part, whole) != ""


def _split(part: Outcome, whole: Outcome) -> tuple[str, str]:
    """By what a part is told from others, and among whom."""
    return _column(part, whole), part.among or ""


def _column(part: Outcome, whole: Outcome) -> str:
    """The one column by which a part is told from the rest of its whole; empty where there are more."""
    if part.first:
        return next(iter(part.first)) if len(part.first) == 1 else ""
    changed = [name for name, condition in part.where.items() if whole.where.get(name) != condition]
    kept = all(name in part.where for name in whole.where)
    one = len(changed) == 1 and kept and _narrower(part.where, whole.where)
    return changed[0] if one else ""


def _apart(one: Outcome, two: Outcome, whole: Outcome) -> bool:
    """Whether nothing is in both parts: no value of the column, which for a first day with events of two sorts
    has to be said by `graver`."""
    column = _column(one, whole)
    if not column or _overlap(_of(one, column), _of(two, column)):
        return False
    if not one.first:
        return True
    return (bool(one.graver) and _narrower(two.first, one.graver)) or (
        bool(two.graver) and _narrower(one.first, two.graver)
    )


def _of(part: Outcome, column: str) -> Condition:
    return part.first[column] if part.first else part.where[column]


def _both(outcome: Outcome) -> Where:
    """What an event that makes the outcome true meets: of a column named twice, the narrower condition."""
    merged = dict(outcome.where)
    for name, condition in outcome.first.items():
        merged[name] = condition if name not in merged or _includes(merged[name], condition) else merged[name]
    return merged


def _narrower(one: Where, other: Where) -> bool:
    """Whether a row that meets `one` always meets the `other`."""
    return all(name in one and _includes(condition, one[name]) for name, condition in other.items())


def _includes(wide: Condition, narrow: Condition) -> bool:
    if isinstance(wide, Range):
        if isinstance(narrow, Range):
            return (wide.min is None or (narrow.min is not None and _at_least(narrow.min, wide.min))) and (
                wide.max is None or (narrow.max is not None and _at_least(wide.max, narrow.max))
            )
        return all(_meets(value, wide) for value in _values(narrow))
    return not isinstance(narrow, Range) and set(_values(narrow)) <= set(_values(wide))


def _overlap(one: Condition, two: Condition) -> bool:
    if isinstance(one, Range) or isinstance(two, Range):
        return (isinstance(one, Range) and isinstance(two, Range)) or _range_meets(one, two)
    return bool(set(_values(one)) & set(_values(two)))


def _range_meets(one: Condition, two: Condition) -> bool:
    wide, values = (one, two) if isinstance(one, Range) else (two, one)
    return isinstance(wide, Range) and any(_meets(value, wide) for value in _values(values))


def _values(condition: Condition) -> Iterator[object]:
    yield from condition if isinstance(condition, tuple) else (condition,)


def _meets(value: object, wide: Range) -> bool:
    return (wide.min is None or _at_least(value, wide.min)) and (wide.max is None or _at_least(wide.max, value))


def _at_least(value: object, other: object) -> bool:
    """Whether one is as large as the other; never, where they cannot be compared."""
    try:
        return bool(value >= other)  # type: ignore[operator]
    except TypeError:
        return False
