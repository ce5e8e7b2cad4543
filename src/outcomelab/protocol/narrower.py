"""Conditions held against one another: which one always holds where another does, and which never do together."""

from __future__ import annotations

from collections.abc import Iterator

from outcomelab.protocol.model import Condition, Range, Where


def narrower(one: Where, other: Where) -> bool:
    """Whether a row that meets `one` always meets the `other`."""
    return all(name in one and includes(condition, one[name]) for name, condition in other.items())


def same(one: Where, other: Where) -> bool:
    """Whether the same rows meet both, however each is written: a list in any order, a value as a list of one."""
    return narrower(one, other) and narrower(other, one)


def canonical(where: Where) -> dict[str, list[str]]:
    """A form that is equal for conditions that are the `same`, and for no others."""
    return {name: _written(condition) for name, condition in where.items()}


def includes(wide: Condition, narrow: Condition) -> bool:
    """Whether every value that meets `narrow` meets `wide`."""
    if not isinstance(wide, Range):
        return not isinstance(narrow, Range) and set(_values(narrow)) <= set(_values(wide))
    if not isinstance(narrow, Range):
        return all(_meets(value, wide) for value in _values(narrow))
    below = wide.min is None or (narrow.min is not None and _at_least(narrow.min, wide.min))
    above = wide.max is None or (narrow.max is not None and _at_least(wide.max, narrow.max))
    return below and above


def overlap(one: Condition, two: Condition) -> bool:
    """Whether a value may meet both; of two ranges that is taken to be so."""
    if isinstance(one, Range):
        return isinstance(two, Range) or any(_meets(value, one) for value in _values(two))
    return overlap(two, one) if isinstance(two, Range) else bool(set(_values(one)) & set(_values(two)))


def _written(condition: Condition) -> list[str]:
    if isinstance(condition, Range):
        return ["from", _one(condition.min), "to", _one(condition.max)]
    return sorted({_one(value) for value in _values(condition)})


def _one(value: object) -> str:
    return repr(float(value) + 0.0 if isinstance(value, int | float) else value)  # 1, 1.0 and true are equal


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
