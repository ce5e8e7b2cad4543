"""From columns to features: categories level by level, numbers as they are, unknown values kept.

A category becomes one indicator a level; where several levels have fewer than ten people each, they are put
together as one. An unknown category is the level `not recorded`; an unknown or infinite number is the
mean of the known ones, with an indicator of its own. A day counts as a number.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from outcomelab.errors import ImpactError
from outcomelab.impact.arrays import Bools, Floats, Ints
from outcomelab.impact.columns import as_numbers, is_number, refuse_beyond
from outcomelab.impact.moments import Moments, moments

NOT_RECORDED = "not recorded"
OTHER = "other"
MOST_LEVELS = 200
RARE = 10  # people, below which a level is rare
_GLANCE = 1_000
_BLOCK = 65_536  # rows counted at once


@dataclass(frozen=True)
class Feature:
    """A column of the design: a covariate's number (`level` empty), one level of it, or its `not recorded`.

    `held` are a number's values, N of float64, or the codes of a category, N small integers, of which `code` marks
    the level: a level takes no memory of its own. Numbers that are all 0 or 1 are such codes; of others `known`
    are the moments over all N. `persons` have a category's level; `merged` are the rare levels it was made of.
    """

    covariate: str
    level: str
    held: npt.NDArray[np.generic]
    code: int | None = None
    known: Moments | None = None
    persons: int = 0
    merged: tuple[str, ...] = ()

    @property
    def indicator(self) -> bool:
        """Whether the column's values are 0 and 1."""
        return self.code is not None

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
            whole = self.known if self.known and len(held) == len(self.held) else moments(self.at(rows))
            return whole.mean, whole.sd
        share = np.count_nonzero(held == self.code) / len(held)
        return share, float(np.sqrt(share * (1 - share)))

    def only_value(self, rows: Ints) -> float | None:
        """The value everyone at `rows` has, or None when they differ."""
        for some in (rows[:_GLANCE], rows):  # most differ at the first glance
            values = self.at(some)
            if values.min() < values.max():
                return None
        return float(values[0])


def features(table: pa.Table, names: tuple[str, ...]) -> tuple[Feature, ...]:
    """Every covariate as numbers and indicators, all levels included (balance is shown for each).

    The `table` is as `read_columns` gives it. Raises ImpactError for a category of too many levels.
    """
    found: list[Feature] = []
    for name in names:
        kind = table[name].type
        numbers = is_number(kind) or pa.types.is_date(kind)
        found += _number(name, table[name]) if numbers else _levels(name, table[name])
    return tuple(found)


def _levels(name: str, column: pa.ChunkedArray) -> list[Feature]:
    codes = column.chunk(0)
    words = codes.dictionary.to_pylist()
    if len(words) > MOST_LEVELS:
        raise ImpactError(_too_many(name, words))
    unknown = codes.indices.fill_null(len(words)) if codes.null_count else codes.indices
    place = unknown.to_numpy(zero_copy_only=False).astype(np.uint8)
    size = _sizes(place)
    levels = [*words, NOT_RECORDED]
    sizes = list(zip(levels, size, strict=False))
    rare = sorted({level for level, n in sizes if 0 < n < RARE and level != NOT_RECORDED})
    if len(rare) > 1:
        levels = [OTHER if level in rare else level for level in levels]
    held = {level for level, n in zip(levels, size, strict=False) if n}
    ordered = sorted(held, key=lambda level: (level == NOT_RECORDED, level))
    code = {level: number for number, level in enumerate(ordered)}
    index = np.array([code.get(level, 0) for level in levels], dtype=np.uint8)[place]
    persons = _sizes(index)
    return [
        Feature(
            name,
            level,
            index,
            code=number,
            persons=int(persons[number]),
            merged=tuple(rare) if level == OTHER and len(rare) > 1 else (),
        )
        for number, level in enumerate(ordered)
    ]


def _sizes(codes: npt.NDArray[np.uint8]) -> Ints:
    """How many rows have each of 256 codes."""
    found = np.zeros(256, dtype=np.int64)
    for first in range(0, len(codes), _BLOCK):
        found += np.bincount(codes[first : first + _BLOCK], minlength=256)
    return found


def _too_many(name: str, words: list[str]) -> str:
    said = f"The covariate {name} has {len(words):,} different values in words; at most {MOST_LEVELS} can be used."
    if all(_reads_as_number(word) for word in words):
        return f"{said} They are numbers written as text: store them as numbers."
    return f"{said} Put them in fewer groups, or leave it out."


def _reads_as_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


def _number(name: str, column: pa.ChunkedArray) -> list[Feature]:
    values: Floats = as_numbers(column).to_numpy(zero_copy_only=False)
    known = moments(values)
    refuse_beyond(name, known)
    if known.binary and known.size == len(values):
        return [Feature(name, "", values.astype(np.uint8), code=1)]
    if known.size == len(values):
        return [Feature(name, "", values, known=known)]
    unknown = ~np.isfinite(values)
    missing = Feature(name, NOT_RECORDED, unknown.astype(np.uint8), code=1)
    if not known.size:
        return [missing]
    filled = np.where(unknown, known.mean, values)
    return [Feature(name, "", filled, known=moments(filled)), missing]
