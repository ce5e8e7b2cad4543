"""What a cleared figure leaves open: every published number as the interval of values that it can stand for."""

from __future__ import annotations

import math

from outcomelab.disclosure.ledger.record import Interval
from outcomelab.disclosure.rounding import percent
from outcomelab.handovers.figures import OutcomeFigure
from outcomelab.protocol.rules import DisclosureRules


def count(shown: int | None, base: int) -> Interval | None:
    """The whole numbers that round to `shown` in steps of `base`, halves up."""
    if shown is None:
        return None
    return Interval(low=max(0, math.ceil(shown - base / 2)), high=math.ceil(shown + base / 2) - 1)


def with_outcome(figure: OutcomeFigure, rules: DisclosureRules) -> Interval | None:
    """How many participants can have had the outcome, from what is published of it and by the rules known to all.

    A rate is made of two rounded counts. A figure that is shown says that at least the threshold had the outcome;
    a band says on which side of it they are. None where nothing is implied.
    """
    if figure.band:
        return _banded(figure, rules)
    if figure.withheld:
        return None
    size = count(figure.participants, rules.base)
    if figure.among and figure.kind == "time-to-first":
        return size  # of those with the event: all of them
    least, most = float(rules.threshold), float(size.high if size else math.inf)
    if figure.kind != "amount":
        most -= rules.threshold
    if figure.kind == "any" and figure.participants and figure.participants_value is not None:
        fits = [
            interval
            for shown in range(0, figure.participants + rules.base, rules.base)
            if percent(shown, figure.participants, rules.base, figure.decimals) == figure.participants_value
            and (interval := count(shown, rules.base))
        ]
        if fits:
            least, most = max(least, fits[0].low), min(most, fits[-1].high)
    return Interval(low=least, high=max(least, most)) if math.isfinite(most) else None


def without(figure: OutcomeFigure, rules: DisclosureRules) -> int:
    """How many participants at least did not have the outcome: shown at all, the threshold, but for an amount."""
    return 0 if figure.withheld or figure.kind == "amount" else rules.threshold


def value(figure: OutcomeFigure) -> Interval | None:
    """What the participants' figure can be before it was rounded to its decimals."""
    if figure.participants_value is None:
        return None
    half = 0.5 * 10.0**-figure.decimals
    return Interval(low=figure.participants_value - half, high=figure.participants_value + half)


def _banded(figure: OutcomeFigure, rules: DisclosureRules) -> Interval | None:
    size = count(figure.participants, rules.base)
    if size is None:
        return None
    side, _, share = figure.band.rstrip("%").rpartition(" ")
    few = size.high * (float(share) if side == "under" else 100 - float(share)) / 100
    if figure.withheld.startswith(("fewer than", "all but fewer than")):
        few = min(few, rules.threshold - 1)  # the reason is published too
    if side == "under":
        return Interval(low=0, high=math.floor(few))
    return Interval(low=max(0, size.low - math.floor(few)), high=size.high)
