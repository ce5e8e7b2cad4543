"""From features to the design: what cannot be compared set aside, what repeats others dropped, all standardised.

When one side has no variation on an indicator, only those on the other side who are alike on it can be compared:
the rest are set aside and the indicator is dropped. Of a category the commonest level is left out. Columns that
repeat others are dropped and named.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outcomelab.errors import ImpactError
from outcomelab.impact.arrays import Bools, Ints
from outcomelab.impact.features import Feature
from outcomelab.impact.matrix import Matrix

_BLOCK = 8_192  # rows
_DEPENDENT = 1e-9  # a column whose residual on the others has less than this share of its length repeats them


@dataclass(frozen=True)
class Design:
    """`matrix` (n × p, standardised over everyone comparable) of the `features` the score uses; `kept` marks
    the rows of the analysis table that can be compared at all; `notes` say what was set aside or dropped."""

    matrix: Matrix
    used: tuple[Feature, ...]
    kept: Bools
    notes: tuple[str, ...]


def design(all_features: tuple[Feature, ...], participant: Bools, labels: dict[str, str]) -> Design:
    """The standardised matrix for the propensity score.

    Raises ImpactError when setting aside leaves nobody on one side.
    """
    kept, fixed, notes = _set_aside(all_features, participant, labels)
    left_out = fixed | _commonest_levels(all_features, kept)
    rows = slice(None) if kept.all() else np.flatnonzero(kept)
    varying: list[Feature] = []
    moments: list[tuple[float, float]] = []
    for number, feature in enumerate(all_features):
        if number in left_out:
            continue
        mean, spread = feature.moments(rows)
        if spread > 1e-12 * max(1.0, abs(mean)):  # else the same for everyone
            varying.append(feature)
            moments.append((mean, spread))
    matrix = _standardised(varying, moments, rows, int(kept.sum()))
    independent = _independent(matrix)
    notes += [
        f"{_said(feature, labels)} is already given by the other covariates and was left out of the score."
        for feature, keep in zip(varying, independent, strict=True)
        if not keep
    ]
    used = tuple(feature for feature, keep in zip(varying, independent, strict=True) if keep)
    if not all(independent):
        matrix = Matrix(np.ascontiguousarray(matrix.values[:, independent]))
    return Design(matrix, used, kept, tuple(notes))


def _standardised(
    columns: list[Feature], moments: list[tuple[float, float]], rows: slice | Ints, size: int
) -> Matrix:
    """The features at `rows` (`size` of them), less their means and over their spreads."""
    values = np.empty((size, len(columns)))
    for first in range(0, size, _BLOCK):
        block = slice(first, first + _BLOCK)
        place = block if isinstance(rows, slice) else rows[block]
        for number, (column, (mean, spread)) in enumerate(zip(columns, moments, strict=True)):
            values[block, number] = (column.at(place) - mean) / spread
    return Matrix(values)


def _independent(matrix: Matrix) -> list[bool]:
    """Which columns are not a combination of those before them, by elimination on their correlations."""
    correlation = matrix.gram(np.ones(len(matrix)))[1:, 1:] / max(1, len(matrix))
    chosen: list[int] = []
    for number in range(matrix.width):
        among = correlation[np.ix_(chosen, chosen)]
        shared = correlation[chosen, number]
        explained = float(shared @ np.linalg.solve(among, shared)) if chosen else 0.0
        if 1 - explained > _DEPENDENT:
            chosen.append(number)
    return [number in chosen for number in range(matrix.width)]


def _set_aside(
    all_features: tuple[Feature, ...], participant: Bools, labels: dict[str, str]
) -> tuple[Bools, set[int], list[str]]:
    kept = np.ones(len(participant), dtype=bool)
    fixed: set[int] = set()
    notes: list[str] = []
    indicators = [(number, feature) for number, feature in enumerate(all_features) if feature.indicator]
    settled = False
    while not settled:  # setting someone aside can leave another indicator without variation
        settled = True
        for number, feature in indicators:
            for side, who in ((participant, "participants"), (~participant, "the pool")):
                if number in fixed:
                    continue
                value = feature.only_value(kept & side)
                if value is None:
                    continue
                alike = feature.values == value
                if (kept & ~alike).any():
                    notes.append(
                        f"{_said(feature, labels)}: all of {who} are alike on it; only those alike are compared."
                    )
                kept &= alike
                fixed.add(number)
                settled = False
                if not (kept & participant).any() or not (kept & ~participant).any():
                    raise ImpactError(
                        f"{_said(feature, labels)} tells participants and pool apart completely, so there is "
                        "no one to compare with. Leave it out, or widen who is eligible."
                    )
    return kept, fixed, notes


def _commonest_levels(all_features: tuple[Feature, ...], kept: Bools) -> set[int]:
    """For every category, the level most people have: the one the others are measured against."""
    numbers = {feature.covariate for feature in all_features if not feature.level}
    commonest: dict[str, tuple[float, int]] = {}
    for position, feature in enumerate(all_features):
        if feature.covariate in numbers:
            continue
        size = float(feature.at(kept).sum())
        if size > commonest.get(feature.covariate, (-1.0, 0))[0]:
            commonest[feature.covariate] = (size, position)
    return {position for _, position in commonest.values()}


def _said(feature: Feature, labels: dict[str, str]) -> str:
    label = labels.get(feature.covariate, feature.covariate)
    return f"{label} ({feature.level})" if feature.level else label
