"""Outcomes that hang together, withheld together: no withheld number of participants comes back from others shown.

The first offences by court outcome add up to all who reoffended; whoever was sent to custody is among those who
reoffended. Such counts are one table with a margin. So: of parts that add up, all are shown or none; and of two
counts of which one lies inside the other, both are shown only where enough lie in between. Those counted
are participants: of the comparison group a report shows weighted rates, and no difference of two is a number of
people. Parts that are withheld carry one reason, whichever was the cause: to say which one was small, and that
others were not, tells more of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from outcomelab.handovers.impact import EVERYBODY, OutcomeResult
from outcomelab.protocol.rules import DisclosureRules

_COUNTED = ("any", "time-to-first")  # what shows how many persons had the outcome


def withheld_together(
    results: Sequence[OutcomeResult], reasons: Sequence[str], rules: DisclosureRules
) -> tuple[str, ...]:
    """Why each result is withheld, empty where it may be shown, when each by itself has its reason in `reasons`.

    A stricter rule, or one more reason, never makes this say less.
    """
    few = f"fewer than {rules.threshold} people"
    parts = f"this or another part of the same whole is about {few}, and each would give another away"
    between = f"with another outcome it would tell of a group of {few}"
    found = {one.name: reason for one, reason in zip(results, reasons, strict=True)}
    for name in _too_near(results, rules.threshold):
        found[name] = found[name] or between
    for name in _too_deep(results, rules.threshold):
        found[name] = f"it lies inside an outcome of fewer than {2 * rules.threshold} people"
    before: dict[str, str] = {}
    while found != before:
        before = dict(found)
        for whole, members in _wholes(results):
            if (whole or len(members) > 1) and (found.get(whole, "") or any(found[one.name] for one in members)):
                found |= {one.name: parts for one in members}
        for one in results:
            if one.words.among and found.get(one.words.among, ""):
                found[one.name] = found[one.name] or "it is of people whose number is not shown"
    return tuple(found[one.name] for one in results)


def _too_near(results: Sequence[OutcomeResult], threshold: int) -> Iterator[str]:
    """Of every two counts of which one lies inside the other with too few in between, the one to withhold; of a
    whole and its parts, the parts, where they leave too few over."""
    for outer in results:
        inside = [one for one in results if _lies_in(one, outer)]
        for inner in inside:
            if _size(outer) - _size(inner) < threshold and not _nothing_between(inner, outer):
                yield _lesser(inner, outer)
        for whole, parts in _wholes(inside):
            if len(parts) > 1 and outer.name != whole and _size(outer) - _add_up(parts) < threshold:
                yield _lesser(parts[0], outer)
    for whole, parts in _wholes(results):
        if 0 < _whole_size(whole, parts, results) - _add_up(parts) < threshold:
            yield parts[0].name


def _too_deep(results: Sequence[OutcomeResult], threshold: int) -> Iterator[str]:
    """What lies inside a count so small that it or the rest must be small: its reason says no more than that."""
    for outer in results:
        inside = (one for one in results if _is_counted(one) and _lies_in(one, outer) and not one.words.primary)
        yield from (one.name for one in inside if _size(outer) < 2 * threshold)


def _lies_in(inner: OutcomeResult, outer: OutcomeResult) -> bool:
    """Whether both are counts of one sort and whoever (each event that) is in one is in the other, which is larger
    by what it counts."""
    counts = _is_counted(inner) and _is_counted(outer)
    events = inner.kind == outer.kind == "count" and inner.words.among == outer.words.among
    return (counts or events) and outer.name in inner.words.within and inner.name not in outer.words.within


def _is_counted(one: OutcomeResult) -> bool:
    return one.kind in _COUNTED and not (one.words.among and one.kind == "time-to-first")


def _nothing_between(inner: OutcomeResult, outer: OutcomeResult) -> bool:
    """Whether an inner count of events is all of the outer one: no event is left to tell of."""
    return inner.kind == "count" and _size(inner) == _size(outer)


def _lesser(inner: OutcomeResult, outer: OutcomeResult) -> str:
    """The one that is missed less: never the primary one; not a part, with which all its parts would go."""
    beside = bool(inner.words.split) and inner.words.part_of != outer.name
    return outer.name if not outer.words.primary and (inner.words.primary or beside) else inner.name


def _size(one: OutcomeResult) -> float:
    return one.participants.total if one.kind == "count" else one.participants.with_outcome


def _add_up(parts: Sequence[OutcomeResult]) -> float:
    """All parts together, those that the same people have counted once."""
    return sum(_size(one) for at, one in enumerate(parts) if not any(_same(one, two) for two in parts[:at]))


def _same(one: OutcomeResult, two: OutcomeResult) -> bool:
    return one.name in two.words.within and two.name in one.words.within


def _whole_size(whole: str, parts: Sequence[OutcomeResult], results: Sequence[OutcomeResult]) -> float:
    if whole == EVERYBODY:
        return float(parts[0].participants.persons)
    return next((_size(one) for one in results if one.name == whole), _add_up(parts))


def _wholes(results: Sequence[OutcomeResult]) -> Iterator[tuple[str, list[OutcomeResult]]]:
    """What is split among the results, empty where that is no outcome, and its parts."""
    for split in dict.fromkeys(one.words.split for one in results if one.words.split):
        parts = [one for one in results if one.words.split == split]
        yield parts[0].words.part_of, parts
