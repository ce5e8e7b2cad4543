"""A curve in time as the ledger takes it in: how many persons had had the event by each day that it shows.

By a day is an outcome like any other, of fewer days: two studies that show the same event by the same day tell of
the same outcome, whether by a point of a curve or by a rate.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from outcomelab.disclosure.ledger import implied
from outcomelab.disclosure.ledger.record import Interval, Told
from outcomelab.disclosure.rounding import rounded
from outcomelab.handovers.figures import OutcomeFigure
from outcomelab.handovers.survival import DAYS
from outcomelab.protocol.definition import definition
from outcomelab.protocol.model import Outcome, Protocol
from outcomelab.protocol.rules import DisclosureRules


def told_by_then(figure: OutcomeFigure, outcome: Outcome, protocol: Protocol) -> Iterator[Told]:
    """Of each point of a figure's curve, by how many participants it can stand for; nothing without a curve.

    A point tells by two rounded counts of persons, who are all followed to the end: those without the event by
    then, as a share, and those at risk, who had not had it the day before.
    """
    curve, rules = figure.survival, protocol.disclosure
    if curve is None:
        return
    days = [math.floor(point.time * DAYS[curve.unit] + 1e-9) for point in curve.points]
    at_risk = [implied.count(point.participants.at_risk, rules.base) for point in curve.points]
    counted = [_counted(figure, point.participants.without, rules) for point in curve.points]
    counted = _in_order(
        counted, implied.with_outcome(figure, rules), rules.threshold, days[-1:] >= [outcome.to_day]
    )
    for place, (day, interval) in enumerate(zip(days, counted, strict=True)):
        mine, later = at_risk[place], at_risk[place + 1] if place + 1 < len(days) else None
        yield Told(
            name=f"{outcome.name} by day {day}",
            label=f"{figure.label}: by day {day}",
            definition=definition(protocol, _until(outcome, day)),
            with_outcome=interval,
            without=int(max(rules.threshold, later.low if later else 0)),
            without_at_most=int(mine.high) if mine and not figure.among else None,
        )


def _counted(figure: OutcomeFigure, without: float, rules: DisclosureRules) -> Interval:
    """How many can have had the event when such a share, in per cent of the participants, is shown without it."""
    persons, decimals = figure.participants or 0, figure.survival.decimals if figure.survival else 0
    fits = [
        interval
        for shown in range(0, persons + rules.base, rules.base)
        if persons
        and rounded(100 * (1 - shown / persons), decimals) == without
        and (interval := implied.count(shown, rules.base))
    ]
    most = implied.count(persons, rules.base)
    if not fits:
        return Interval(low=0, high=most.high if most else 0)
    return Interval(low=fits[0].low, high=fits[-1].high)


def _in_order(counted: list[Interval], total: Interval | None, threshold: int, whole: bool) -> list[Interval]:
    """Each point's count narrowed by those of the others: by the rules, the threshold at least had the event
    between two of them, before the first, and after the last where that is not the end."""
    lows, highs = [one.low for one in counted], [one.high for one in counted]
    least = 0.0
    for place in range(len(lows)):
        lows[place] = least = max(lows[place], least + threshold)
    most = math.inf if total is None else total.high + (threshold if whole else 0)
    for place in reversed(range(len(highs))):
        highs[place] = most = min(highs[place], most - threshold)
    return [Interval(low=low, high=max(low, high)) for low, high in zip(lows, highs, strict=True)]


def _until(outcome: Outcome, day: int) -> Outcome:
    """The same events by an earlier day; what had to be decided by the end still has until then."""
    later = outcome.waiting_days + outcome.to_day - day
    return outcome.model_copy(update={"kind": "any", "to_day": day, "waiting_days": later})
