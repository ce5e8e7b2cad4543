"""Which times of a curve may be shown: those with enough events in every step and enough people left."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from outcomelab.handovers.survival import DAYS, Curve, Survival
from outcomelab.protocol.rules import DisclosureRules

_GRID, _COARSE, _SMALL = 30, 90, 200  # days; days for groups under so many persons


@dataclass(frozen=True)
class Counts:
    """A group at each time of a grid: persons with the `events` by then, and `left`: still followed then, and not
    counted among the events."""

    persons: int
    events: tuple[int, ...]
    left: tuple[int, ...]

    def without(self, part: Counts) -> Counts:
        """This group less a `part` of it."""
        return Counts(
            self.persons - part.persons,
            tuple(whole - some for whole, some in zip(self.events, part.events, strict=True)),
            tuple(whole - some for whole, some in zip(self.left, part.left, strict=True)),
        )


def spacing(unit: str, persons: int) -> float:
    """30 days, or 90 under 200 persons, in whole `unit`s and never less: 30 days are 5 weeks, or 1 month."""
    return float(math.ceil((_COARSE if persons < _SMALL else _GRID) / DAYS[unit] - 1e-9))


def grid(unit: str, persons: int, until: float) -> tuple[float, ...]:
    """Every time that could be shown of groups of so many persons, the horizon last."""
    step = spacing(unit, persons)
    return (*(step * place for place in range(1, math.ceil(until / step - 1e-9))), until)


def shown_times(
    parts: Sequence[Survival], rules: DisclosureRules, whole: Survival | None = None
) -> tuple[float, ...]:
    """The times at which all `parts` may be shown.

    In every group there are enough persons left at each, and enough events between any two, before the first, and
    after the last; the last may be the horizon. `parts` are one comparison, or those of several subgroups of
    `whole`: then the participants in none of them count as a group too, since subtraction would show them.
    """
    curves = [curve for part in parts for curve in (part.participants, part.comparison)]
    until = min(part.until for part in parts)
    times = grid(parts[0].unit, min(curve.persons for curve in curves), until)
    groups = [counts(curve, times) for curve in curves]
    if whole is not None:
        rest = counts(whole.participants, times)
        for part in parts:
            rest = rest.without(counts(part.participants, times))
        groups += [rest] if rest.persons else []
    return tuple(times[place] for place in _shown(groups, rules.threshold))


def counts(curve: Curve, times: Sequence[float]) -> Counts:
    """A curve's group at those times."""
    events = tuple(_by(curve.events, curve, time) for time in times)
    left = tuple(at_risk(curve, time) for time in times)
    neither = tuple(curve.persons - _by(curve.competing, curve, time) for time in times)
    return Counts(
        curve.persons, events, tuple(min(a, b - k) for a, b, k in zip(left, neither, events, strict=True))
    )


def at_risk(curve: Curve, time: float) -> int:
    """Persons followed to `time` at least."""
    place = bisect_left(curve.times, time)
    return curve.at_risk[place] if place < len(curve.times) else 0


def _by(column: Sequence[int], curve: Curve, time: float) -> int:
    place = bisect_right(curve.times, time)
    return column[place - 1] if place else 0


def _shown(groups: Sequence[Counts], threshold: int) -> list[int]:
    """Places of the grid's times, the last of which is the horizon."""
    end = len(groups[0].events) - 1
    shown: list[int] = []

    def enough(later: int, earlier: int | None) -> bool:
        before = [0 if earlier is None else group.events[earlier] for group in groups]
        return all(group.events[later] - k >= threshold for group, k in zip(groups, before, strict=True))

    for place in range(end):
        if any(group.left[place] < threshold for group in groups):
            break
        if enough(place, shown[-1] if shown else None):
            shown.append(place)
    while shown and not enough(end, shown[-1]):
        shown.pop()
    whole = all(group.left[end] >= threshold for group in groups)
    return [*shown, end] if whole and enough(end, shown[-1] if shown else None) else shown
