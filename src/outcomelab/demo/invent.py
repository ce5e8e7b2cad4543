"""Invented identifiers for real, nameless records: the people behind the demo's data were never published."""

from __future__ import annotations

import datetime as dt

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from faker.providers.person.en_US import Provider

Strings = npt.NDArray[np.str_]


def identifiers(born: list[dt.date], rng: np.random.Generator) -> pa.Table:
    """One invented man for every date of birth: record and service number, names by how common they are, postcode.

    Columns person_no, service_no, surname, forename, middle, born, sex, postcode; all strings but `born`.
    """
    n = len(born)
    numbers = rng.choice(9_000_000, n, replace=False) + 1_000_000
    return pa.table(
        {
            "person_no": pa.array([f"R{place:06d}" for place in rng.permutation(n)]),
            "service_no": pa.array([f"P{number}" for number in numbers]),
            "surname": pa.array(_drawn(Provider.last_names, n, rng)),
            "forename": pa.array(_drawn(Provider.first_names_male, n, rng)),
            "middle": pa.array(_drawn(Provider.first_names_male, n, rng)),
            "born": pa.array(born),
            "sex": pa.array(["M"] * n),
            "postcode": pa.array([f"{code:05d}" for code in rng.integers(27006, 28910, n)]),
        }
    )


def births(months_old: npt.NDArray[np.int64], on: list[dt.date], rng: np.random.Generator) -> list[dt.date]:
    """Dates of birth of people who are `months_old` whole months on the dates `on`."""
    days = rng.integers(1, 29, len(on))
    firsts = [12 * day.year + day.month - 1 - int(age) for day, age in zip(on, months_old, strict=True)]
    return [dt.date(first // 12, first % 12 + 1, int(day)) for first, day in zip(firsts, days, strict=True)]


def _drawn(weights: dict[str, float], n: int, rng: np.random.Generator) -> Strings:
    names = np.array(list(weights))
    share = np.array(list(weights.values()), dtype=np.float64)
    return names[rng.choice(len(names), n, p=share / share.sum())]
