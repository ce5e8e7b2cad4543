"""From an analysis table to arrays: one-hot categories, missing values kept, what cannot be compared set aside.

Rules. A category becomes one indicator a level, the commonest level left out. An unknown category is the
level `not recorded`; an unknown number is the mean of the known ones and an indicator of its own. When one
side has no variation on an indicator, only those on the other side who are alike on it can be compared: the
rest are set aside and the indicator is dropped. Columns that repeat others are dropped and named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from outcomelab.errors import ImpactError
from outcomelab.impact.arrays import Bools, Floats, Ints
from outcomelab.impact.matrix import Matrix

NOT_RECORDED = "not recorded"
MOST_LEVELS = 200
_BLOCK = 8_192  # rows
_DEPENDENT = 1e-9  # a column whose residual on the others has less than this share of its length repeats them


@dataclass(frozen=True)
class Feature:
    """A column of the design: a covariate's number (`level` empty), one level of it, or its `not recorded`.

    `held` are a number's values, N of float64, or the codes of a category, N small integers, of which `code` marks
    the level: a level takes no memory of its own.
    """

    covariate: str
    level: str
    held: npt.NDArray[np.generic]
    indicator: bool
    code: int | None = None

    @property
    def values(self) -> Floats:
        """The column's N values."""
        return self.at(slice(None))

    def at(self, rows: slice | Ints | Bools) -> Floats:
        """The column's values at `rows`."""
        held = self.held[rows]
        return np.asarray(held if self.code is None else held == self.code, dtype=np.float64)


@dataclass(frozen=True)
class Design:
    """`matrix` (n × p, standardised over everyone comparable) of the `features` the score uses; `kept` marks
    the rows of the analysis table that can be compared at all; `notes` say what was set aside or dropped."""

    matrix: Matrix
    used: tuple[Feature, ...]
    kept: Bools
    notes: tuple[str, ...]


def features(table: pa.Table, names: tuple[str, ...]) -> tuple[Feature, ...]:
    """Every covariate as numbers and indicators, all levels included (balance is shown for each)."""
    found: list[Feature] = []
    for name in names:
        column = table[name].combine_chunks()
        if not _numeric(column.type):
            found += _levels(name, column)
        else:
            found += _number(name, column)
    return tuple(found)


def _numeric(kind: pa.DataType) -> bool:
    return bool(pa.types.is_floating(kind) or pa.types.is_integer(kind) or pa.types.is_boolean(kind))


def _levels(name: str, column: pa.Array) -> list[Feature]:
    codes = pc.fill_null(column.cast(pa.string()), NOT_RECORDED).dictionary_encode()
    levels = codes.dictionary.to_pylist()
    if len(levels) > MOST_LEVELS:
        raise ImpactError(
            f"The covariate {name} has {len(levels):,} different values in words; at most {MOST_LEVELS} can be "
            "used. Put them in fewer groups, or leave it out."
        )
    index = codes.indices.to_numpy().astype(np.uint8)
    order = sorted(range(len(levels)), key=lambda i: (levels[i] == NOT_RECORDED, levels[i]))
    return [Feature(name, levels[i], index, indicator=True, code=i) for i in order]


def _number(name: str, column: pa.Array) -> list[Feature]:
    values: Floats = column.cast(pa.float64()).to_numpy(zero_copy_only=False)
    unknown = ~np.isfinite(values)
    missing = [Feature(name, NOT_RECORDED, unknown.astype(np.uint8), indicator=True, code=1)]
    if unknown.all():
        return missing
    if unknown.any():
        values = np.where(unknown, values[~unknown].mean(), values)
    binary = bool(((values == 0.0) | (values == 1.0)).all())
    number = Feature(name, "", values, indicator=binary)
    return [number, *missing] if unknown.any() else [number]


def design(all_features: tuple[Feature, ...], participant: Bools, labels: dict[str, str]) -> Design:
    """The standardised matrix for the propensity score.

    Raises ImpactError when setting aside leaves nobody on one side.
    """
    kept, fixed, notes = _set_aside(all_features, participant, labels)
    left_out = fixed | _commonest_levels(all_features, kept)
    rows = np.flatnonzero(kept)
    varying: list[Feature] = []
    for number, feature in enumerate(all_features):
        if number in left_out:
            continue
        values = feature.at(kept)
        if float(values.std()) > 1e-12 * max(1.0, float(np.abs(values).max())):  # else the same for everyone
            varying.append(feature)
    matrix = standardised(varying, rows)
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


def standardised(columns: Sequence[Feature], rows: Ints) -> Matrix:
    """The features at `rows`, standardised over those; every one must vary there."""
    values = np.empty((len(rows), len(columns)))
    moments = [(float(taken.mean()), float(taken.std())) for taken in (column.at(rows) for column in columns)]
    for first in range(0, len(rows), _BLOCK):
        place = rows[first : first + _BLOCK]
        for number, (column, (mean, spread)) in enumerate(zip(columns, moments, strict=True)):
            values[first : first + _BLOCK, number] = (column.at(place) - mean) / spread
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
                values = feature.at(kept & side)
                if values.min() < values.max():
                    continue
                alike = feature.values == values[0]
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
