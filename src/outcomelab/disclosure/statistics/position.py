"""Percentiles made safe: none that few persons lie beyond, none of the extremes, two significant figures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from outcomelab.disclosure.clearing import clear
from outcomelab.disclosure.rounding import rounded_count, significant
from outcomelab.disclosure.statistics.persons import Floats, Ints, numbered, numbers
from outcomelab.errors import UsageError
from outcomelab.handovers.cleared import Cleared
from outcomelab.handovers.statistics_figures import PercentileFigure, PositionFigures
from outcomelab.protocol.rules import DisclosureRules

LEAST, MOST = 5, 95
_QUARTERS = (5, 25, 50, 75, 95)
_FIGURES = 2


def protect_percentiles(
    column: str,
    values: npt.ArrayLike,
    percents: Sequence[int] = _QUARTERS,
    persons: npt.ArrayLike | None = None,
    rules: DisclosureRules | None = None,
) -> Cleared[PositionFigures]:
    """Clear percentiles of `values` (n numbers), each row one person's, or that of `persons` (n).

    A percentile from 5 to 95 is shown when at least the threshold of distinct persons lie beyond it on each side,
    or have that very value, and a median when there are enough persons for one. Anything further out is a minimum
    or a maximum by another name and never shown. Raises UsageError for columns that cannot be used.
    """
    rules = rules or DisclosureRules()
    found = numbers(column, values)
    if any(not 0 <= percent <= 100 for percent in percents):
        raise UsageError("A percentile is a whole number from 0 to 100.")
    who = numbered(column, len(found), persons)
    everyone = len(np.unique(who))
    shown = tuple(_percentile(percent, found, who, everyone, rules) for percent in percents)
    size = rounded_count(everyone, rules.base) if everyone >= rules.threshold else None
    return clear(PositionFigures(column=column, persons=size, percentiles=shown))


def _percentile(
    percent: int, values: Floats, who: Ints, everyone: int, rules: DisclosureRules
) -> PercentileFigure:
    def withheld(why: str) -> PercentileFigure:
        return PercentileFigure(percent=percent, value=None, withheld=why)

    if not LEAST <= percent <= MOST:
        return withheld("an extreme value is one person's")
    if percent == 50 and everyone < rules.median_from:
        return withheld(f"fewer than {rules.median_from} persons")
    if everyone < rules.threshold:
        return withheld(f"fewer than {rules.threshold} persons")
    value = float(np.quantile(values, percent / 100, method="averaged_inverted_cdf"))
    sides = [len(np.unique(who[side])) for side in (values < value, values > value)]
    tied = len(np.unique(who[values == value]))
    if min(sides) < rules.threshold and tied < rules.threshold:
        return withheld(f"fewer than {rules.threshold} persons lie beyond it")
    return PercentileFigure(percent=percent, value=significant(value, _FIGURES))
