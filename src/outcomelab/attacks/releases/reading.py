"""What a reader learns of a set of persons from a cleared figure about it: between which counts the truth lies.

The reader is taken to know who is in every set (as the service provider does) and the published rules, and reads
everything: the rate, the band, and the reason given for what was withheld. Written without the ledger's own
reading of the same figures, so that a slip there is found here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from outcomelab.attacks.releases.asking import Answer
from outcomelab.attacks.releases.invented import Bools
from outcomelab.handovers.figures import OutcomeFigure, RuleFigures


@dataclass(frozen=True)
class Told:
    """Of `persons`, between `low` and `high` had the outcome. `value`: the best guess at how many."""

    persons: Bools = field(repr=False)
    low: int
    high: int
    value: float


def told(answer: Answer) -> list[Told]:
    """Everything an answer says of the outcome of sets of persons."""
    rules = answer.figures.rules
    found = [_read(figure, answer.persons, rules) for figure in answer.figures.outcomes]
    for figure in answer.figures.subgroups:
        level = answer.by[figure.subgroup][figure.level]
        found.append(_read(figure, answer.persons & level, rules))
    return [one for one in found if one.low > 0 or one.high < one.persons.sum()]


def _read(figure: OutcomeFigure, persons: Bools, rules: RuleFigures) -> Told:
    n = int(persons.sum())
    k = np.arange(n + 1)
    can = _by_reason(figure.withheld, n, rules.threshold)
    if figure.band:
        side, _, share = figure.band.rstrip("%").rpartition(" ")
        can &= k <= n * float(share) / 100 if side == "under" else k >= n * float(share) / 100
    if figure.participants_value is not None:
        size = max(_rounded(n, rules.base), 1)
        scale = 10**figure.decimals
        rate = np.floor(100 * scale * _rounded(k, rules.base) / size + 0.5 - 1e-9) / scale
        can &= np.isclose(rate, figure.participants_value)
    ways = np.flatnonzero(can)
    if not len(ways):
        raise ArithmeticError("a cleared figure says what cannot be")
    low, high = int(ways[0]), int(ways[-1])
    value = (low + high) / 2 if figure.participants_value is not None or figure.band else math.nan
    return Told(persons, low, high, value)


def _by_reason(reason: str, n: int, threshold: int) -> Bools:
    """Counts that go with a figure being shown, or with the reason why it is not."""
    k = np.arange(n + 1)
    enough = (k >= threshold) & (n - k >= threshold)
    if reason.startswith(("this or another part", "it lies inside")):
        return np.ones(n + 1, dtype=np.bool_)
    if reason.endswith("among participants"):
        if reason.startswith(f"fewer than {threshold} people with the"):
            return np.asarray(k < threshold)
        if reason.startswith("all but fewer than"):
            return np.asarray((k >= threshold) & (n - k < threshold))
        return np.ones(n + 1, dtype=np.bool_)
    return enough


def _rounded(count: np.ndarray | int, base: int) -> np.ndarray | int:
    return base * np.floor(np.asarray(count) / base + 0.5).astype(np.int64)
