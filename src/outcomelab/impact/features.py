"""From columns to features: categories level by level, numbers as they are, unknown values kept.

A category becomes one indicator a level. An unknown category is the level `not recorded`; an unknown number is the
mean of the known ones, with an indicator of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from outcomelab.errors import ImpactError
from outcomelab.impact.arrays import Bools, Floats, Ints
from outcomelab.impact.kernels import moments, seen

NOT_RECORDED = "not recorded"
MOST_LEVELS = 200
_GLANCE = 1_000


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

    def moments(self, rows: slice | Ints) -> tuple[float, float]:
        """Mean and standard deviation (over n) at `rows`."""
        held = self.held[rows]
        if self.code is None:
            mean, spread = moments(held)
            return float(mean), float(spread)
        share = np.count_nonzero(held == self.code) / len(held)
        return share, float(np.sqrt(share * (1 - share)))

    def only_value(self, among: Bools) -> float | None:
        """The value everyone `among` the N rows has, or None when they differ."""
        rows = np.flatnonzero(among)
        for some in (rows[:_GLANCE], rows):  # most differ at the first glance
            values = self.at(some)
            if values.min() < values.max():
                return None
        return float(values[0])


def features(table: pa.Table, names: tuple[str, ...]) -> tuple[Feature, ...]:
    """Every covariate as numbers and indicators, all levels included (balance is shown for each)."""
    found: list[Feature] = []
    for name in names:
        column = table[name]
        column = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
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
    known, total, binary = seen(values)
    if known == len(values):
        return [Feature(name, "", values, indicator=bool(binary))]
    unknown = ~np.isfinite(values)
    missing = Feature(name, NOT_RECORDED, unknown.astype(np.uint8), indicator=True, code=1)
    if not known:
        return [missing]
    filled = np.where(unknown, total / known, values)
    return [Feature(name, "", filled, indicator=False), missing]
