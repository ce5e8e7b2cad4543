"""A mean made safe: enough contributors, none of whom stands out."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from outcomelab.disclosure.clearing import clear
from outcomelab.disclosure.dominance import dominated
from outcomelab.disclosure.rounding import rounded_count, significant
from outcomelab.disclosure.statistics.persons import numbered, numbers
from outcomelab.handovers.cleared import Cleared
from outcomelab.handovers.statistics_figures import MeanFigures
from outcomelab.protocol.rules import DisclosureRules

_FIGURES = 3
_YES_NO = 2  # a column of two values: its mean is a rate


def protect_mean(
    column: str,
    values: npt.ArrayLike,
    persons: npt.ArrayLike | None = None,
    rules: DisclosureRules | None = None,
    *,
    costs: bool = False,
) -> Cleared[MeanFigures]:
    """Clear the mean a person of `values` (n numbers), each row one person's, or that of `persons` (n): a person's
    rows are added up first.

    Shown when there are at least the threshold of contributors (persons whose amount is not nothing), the two
    largest make no more than their share of the total (dominance), and nobody can come too near another's amount
    (p%); `costs`: amounts of money. Amounts below zero count by their size. Of a column of two values both need
    the threshold: its mean is a rate. Raises UsageError for columns that cannot be used.
    """
    rules = rules or DisclosureRules()
    found = numbers(column, values)
    amounts = np.bincount(numbered(column, len(found), persons), found)
    sizes = np.sort(np.abs(amounts))[::-1]
    contributors = int((sizes > 0).sum())
    held = np.unique(amounts, return_counts=True)[1]
    size = rounded_count(len(amounts), rules.base) if len(amounts) >= rules.threshold else None
    why = ""
    if contributors < rules.threshold:
        why = f"fewer than {rules.threshold} contributors"
    elif len(held) == 1:
        why = "everybody has the same"
    elif len(held) == _YES_NO and held.min() < rules.threshold:
        why = f"fewer than {rules.threshold} persons have one of the two values"
    else:
        shares = sizes[:2] / sizes.sum()
        if dominated(float(shares[0]), float(shares.sum()), rules, costs=costs):
            why = "one or two persons make up most of the total"
    mean = None if why else significant(float(amounts.mean()), _FIGURES)
    total = None if mean is None or size is None else significant(mean * size, _FIGURES)
    return clear(MeanFigures(column=column, persons=size, mean=mean, total=total, withheld=why))
