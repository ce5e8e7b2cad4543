"""A time to a first event made safe: curves from rounded counts on a coarse grid, medians and ratios."""

from __future__ import annotations

import math
from collections.abc import Sequence

from outcomelab.disclosure.rounding import outward, rounded, rounded_count, significant, significant_decimals
from outcomelab.disclosure.survival_grid import at_risk, counts, grid, shown_times, spacing
from outcomelab.handovers.interval import Z95
from outcomelab.handovers.survival import Curve, HazardRatio, Survival
from outcomelab.handovers.survival_figures import (
    GroupAtFigure,
    HazardRatioFigure,
    SurvivalFigure,
    SurvivalPointFigure,
)
from outcomelab.protocol.rules import DisclosureRules

_FIGURES = 3  # significant ones of a model's ratio


def cleared_survival(
    found: Survival, rules: DisclosureRules, times: Sequence[float] | None = None
) -> SurvivalFigure:
    """Curves, medians and hazard ratio as they may be shown: at `times`, or at those `found` alone allows.

    A point's share comes from the count of persons it stands for, rounded; its interval from that share and the
    effective number of persons behind it, rounded too. Shares that round to none or all are left out.
    """
    smaller = min(found.participants.persons, found.comparison.persons)
    decimals = 1 if smaller >= rules.precise_from else 0
    allowed = shown_times((found,), rules) if times is None else times
    points = tuple(point for time in allowed if (point := _point(found, time, decimals, rules)))
    shown = [point.time for point in points]
    every = grid(found.unit, smaller, found.until)
    return SurvivalFigure(
        unit=found.unit,
        grid=spacing(found.unit, smaller),
        points=points,
        decimals=decimals,
        participants_median=_median(found.participants, every, shown, rules),
        comparison_median=_median(found.comparison, every, shown, rules),
        hazard_ratio=_ratio(found.hazard),
        withheld="" if points else f"fewer than {rules.threshold} events or people in every stretch of time",
    )


def _point(found: Survival, time: float, decimals: int, rules: DisclosureRules) -> SurvivalPointFigure | None:
    mine, others = (_at(curve, time, decimals, rules) for curve in (found.participants, found.comparison))
    if mine is None or others is None:
        return None
    return SurvivalPointFigure(time=time, participants=mine, comparison=others)


def _at(curve: Curve, time: float, decimals: int, rules: DisclosureRules) -> GroupAtFigure | None:
    place = max(n for n, told in enumerate(curve.times) if told <= time)
    raw, se = curve.without[place], curve.se[place]
    persons = rounded_count(curve.persons, rules.base)
    events = round(curve.persons * (1 - raw), 6)  # 25 of 159 is 24.99… by way of its share, and rounds otherwise
    share = 1 - rounded_count(events, rules.base) / persons
    percent = rounded(100 * share, decimals)
    if not 0 < percent < 100 or not 0 < share < 1 or _rounds_away(curve.persons, raw, decimals, rules):
        return None
    behind = rounded_count(raw * (1 - raw) / se**2, rules.base) if se > 0 else persons
    low, high = _log_log(share, max(behind, rules.base))
    low, high = outward(100 * low, 100 * high, decimals)
    return GroupAtFigure(
        at_risk=rounded_count(at_risk(curve, time), rules.base),
        without=percent,
        low=max(low, 0.0),
        high=min(high, 100.0),
    )


def _rounds_away(persons: int, share: float, decimals: int, rules: DisclosureRules) -> bool:
    """Whether counts that round as these do could be shown as none or all: so a coarser base shows no more."""
    half = rules.base / 2
    least = min(share, 1 - share) * persons - half
    return rounded(100 * least / (persons + half), decimals) <= 0


def _log_log(share: float, persons: int) -> tuple[float, float]:
    """95% limits of a share of so many persons, on the log(−log) scale."""
    se = math.sqrt((1 - share) / (share * persons)) / abs(math.log(share))
    reach = math.exp(Z95 * se)
    return share**reach, share ** (1 / reach)


def _median(curve: Curve, every: Sequence[float], shown: Sequence[float], rules: DisclosureRules) -> float | None:
    """The median to two significant figures, where enough persons lie on either side of it, and enough events
    between it and the times of the grid next to it, shown or not: a coarser curve tells no more."""
    if curve.median is None or curve.persons < rules.median_from or not shown:
        return None
    before = max((time for time in every if time < curve.median), default=None)
    after = min((time for time in every if time > curve.median), default=curve.times[-1])
    told = counts(curve, [curve.median, after, before or 0.0])
    at, then, ahead = told.events[0], told.events[1], told.events[2] if before is not None else 0
    if min(at - ahead, then - at, at, told.left[0]) < rules.threshold:
        return None
    return significant(curve.median, 2)


def _ratio(found: HazardRatio | None) -> HazardRatioFigure | None:
    if found is None:
        return None
    low, high = (
        outward(end, end, significant_decimals(end, _FIGURES))[side]
        for side, end in enumerate((found.low, found.high))
    )
    return HazardRatioFigure(ratio=significant(found.ratio, _FIGURES), low=low, high=high)
