"""Made-up values of one column, from what its dictionary says and what may be known of it."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from outcomelab.handovers.holding import Column, Dictionary
from outcomelab.handovers.profile import ColumnProfile

Bools = npt.NDArray[np.bool_]

_MOST_DECIMALS = 300  # a smaller number is as good as none
_FIRST = dt.date(1970, 1, 1)
_STARTS = ("Ba", "Ke", "Mo", "Tu", "Vi", "Ra", "Zo", "Le", "Qua", "Ny", "Dro", "Pli")
_MIDDLES = ("lo", "ri", "ne", "sta", "mu", "vo", "ke", "da")
_ENDS = ("n", "rin", "la", "mer", "x", "ton", "vik", "sha", "ndo", "rell")
_WORDS = ("alpha", "beta", "gamma", "delta")


def values(
    column: Column, known: ColumnProfile | None, size: int, dictionary: Dictionary, rng: np.random.Generator
) -> pa.Array:
    """`size` values of a column of content or of an identifier, some of them missing where that may be known."""
    share = known.missing if known is not None and known.missing is not None else 0.0
    missing: Bools = rng.random(size) < share
    if column.categories:
        return _coded(column, rng.integers(0, len(column.categories), size), missing)
    if column.role == "identifier":
        return _identifier(column, missing, dictionary, rng)
    if column.type == "boolean":
        return pa.array(rng.random(size) < 0.5, mask=missing)
    if column.type == "date":
        return _dates(_days(known, dictionary, size, rng), missing)
    if column.type in ("integer", "number"):
        return _numbers(column, known, missing, rng)
    return pa.array(np.array(_WORDS)[rng.integers(0, len(_WORDS), size)], mask=missing)


def days_of(dictionary: Dictionary, size: int, rng: np.random.Generator) -> pa.Array:
    """Days within the coverage."""
    return _dates(_between(dictionary.covers_from, dictionary.covers_to, size, rng), np.zeros(size, bool))


def _days(
    known: ColumnProfile | None, dictionary: Dictionary, size: int, rng: np.random.Generator
) -> npt.NDArray[np.int64]:
    """Days of the range that may be known, else within the coverage."""
    if known is not None and known.low is not None and known.high is not None:
        return rng.integers(int(known.low), int(known.high) + 1, size)
    return _between(dictionary.covers_from, dictionary.covers_to, size, rng)


def _numbers(column: Column, known: ColumnProfile | None, missing: Bools, rng: np.random.Generator) -> pa.Array:
    low, high = 0.0, 1000.0 if column.role == "amount" else 20.0
    if known is not None and known.low is not None and known.high is not None:
        low, high = known.low, known.high
    if column.type == "integer":
        return pa.array(
            rng.integers(int(np.ceil(low)), int(max(np.floor(high), np.ceil(low))) + 1, len(missing)), mask=missing
        )
    decimals = min(max(2, 2 - math.floor(math.log10(high - low))), _MOST_DECIMALS) if high > low else 2
    return pa.array(np.round(rng.uniform(low, high, len(missing)), decimals), mask=missing)


def _coded(column: Column, places: npt.NDArray[np.int64], missing: Bools) -> pa.Array:
    kinds = {"integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
    codes = pa.array(list(column.categories)).cast(kinds.get(column.type, pa.string()))
    return pa.DictionaryArray.from_arrays(pa.array(places.astype(np.int32), mask=missing), codes).cast(codes.type)


def _identifier(column: Column, missing: Bools, dictionary: Dictionary, rng: np.random.Generator) -> pa.Array:
    """Invented identifiers; what they are in the real holding is not looked at. Some of those that content keeps
    are missing, like the real ones."""
    size = len(missing)
    if column.identifier == "date_of_birth":
        middle = dictionary.covers_from + (dictionary.covers_to - dictionary.covers_from) / 2
        return _dates(_between(_years(middle, -75), _years(middle, -16), size, rng), missing)
    if column.identifier == "sex":
        codes = np.array([2, 1] if column.type == "integer" else ["F", "M"])
        return pa.array(codes[rng.integers(0, 2, size)], mask=missing)
    if column.identifier in ("postcode", "service_number"):
        digits = rng.integers(10_000, 100_000, size) if column.identifier == "postcode" else _numbered(size, rng)
        return pa.array(digits if column.type == "integer" else digits.astype(str), mask=missing)
    return pa.array(_names(size, rng), mask=missing)


def _names(size: int, rng: np.random.Generator) -> npt.NDArray[np.str_]:
    """Names that nobody has, put together from syllables."""
    parts = [np.array(words)[rng.integers(0, len(words), size)] for words in (_STARTS, _MIDDLES, _MIDDLES, _ENDS)]
    long = rng.random(size) < 0.5
    return np.char.add(np.char.add(parts[0], parts[1]), np.char.add(np.where(long, parts[2], ""), parts[3]))


def _numbered(size: int, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    return rng.permutation(size) + 10**8


def _between(first: dt.date, last: dt.date, size: int, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    return rng.integers((first - _FIRST).days, (last - _FIRST).days + 1, size)


def _dates(days: npt.NDArray[np.int64], missing: Bools) -> pa.Array:
    return pa.array(days.astype(np.int32), mask=missing).cast(pa.date32())


def _years(day: dt.date, years: int) -> dt.date:
    return day + dt.timedelta(days=round(365.25 * years))
