"""Invented people, for measurements that need no data from elsewhere: few names are common, nothing is missing."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from outcomelab.handovers.cohort import COHORT_IDENTIFIERS

_SYLLABLES = (
    "an",
    "bel",
    "cor",
    "da",
    "el",
    "fin",
    "go",
    "har",
    "il",
    "jo",
    "kar",
    "li",
    "mon",
    "nor",
    "ol",
    "per",
)


def people(number: int, seed: int = 2026) -> pa.Table:
    """`number` people by `COHORT_IDENTIFIERS`: up to 160,000 surnames and 5,000 forenames, frequent ones first."""
    rng = np.random.default_rng(seed)
    days = np.datetime64("1940-01-01") + rng.integers(0, 25_000, number)
    columns = {
        "row": np.arange(1, number + 1, dtype=np.int32),
        "surname": _names(rng, number, 160_000),
        "forename": _names(rng, number, 5_000),
        "middle": np.array(list("ABCDEFGHJLMNPRST"))[rng.integers(0, 16, number)],
        "date_of_birth": days.astype("datetime64[D]"),
        "sex": np.where(rng.random(number) < 0.5, "F", "M"),
        "postcode": np.char.zfill(rng.integers(0, 30_000, number).astype(str), 5),
    }
    return pa.table(
        {
            field.name: pa.array(columns[field.name], field.type)
            if field.name in columns
            else pa.nulls(number, field.type)
            for field in COHORT_IDENTIFIERS
        }
    )


def _names(rng: np.random.Generator, number: int, different: int) -> pa.Array:
    """Names in the frequencies of Zipf's law, each put together of syllables by its rank."""
    shares = 1 / np.arange(10, different + 10)
    rank = rng.choice(different, number, p=shares / shares.sum())
    places = np.arange(different)
    words = np.array(_SYLLABLES)
    names = words[places % 16]
    while places.max() >= 16:
        places = places // 16
        names = np.char.add(names, np.where(places > 0, words[places % 16], ""))
    return pa.array(names).take(pa.array(rank))
