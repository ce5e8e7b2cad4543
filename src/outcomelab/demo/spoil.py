"""A provider's copy of people's identifiers, spoiled as real lists are. Every error is drawn by the seed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from faker.providers.person.en_US import Provider
from nicknames import NickNamer

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SURNAMES = list(Provider.last_names)


@dataclass(frozen=True)
class Entry:
    """A line of the provider's list, as it is typed."""

    surname: str
    forename: str
    born: str
    sex: str
    postcode: str
    service_no: str
    date: str


def clean(people: pa.Table, dates: list[dt.date]) -> list[Entry]:
    """Everyone as the register has them, with the date the provider knows."""
    return [
        Entry(
            person["surname"],
            person["forename"],
            person["born"].isoformat(),
            person["sex"],
            person["postcode"],
            person["service_no"],
            date.isoformat(),
        )
        for person, date in zip(people.to_pylist(), dates, strict=True)
    ]


def spoiled(people: pa.Table, dates: list[dt.date], rng: np.random.Generator) -> list[Entry]:
    """Everyone as a busy provider has them: misspellings, nicknames, swapped day and month, changed surnames,
    missing fields and two date formats. Order as given."""
    nicknames = NickNamer()
    return [_spoiled(person, date, nicknames, rng) for person, date in zip(people.to_pylist(), dates, strict=True)]


def again(entries: list[Entry], rng: np.random.Generator) -> list[Entry]:
    """The same people entered a second time: names in capitals, the postcode left out."""
    return [
        replace(entry, surname=entry.surname.upper(), forename=entry.forename.upper(), postcode="")
        for entry in (entries[place] for place in rng.choice(len(entries), len(entries) // 15, replace=False))
    ]


def _spoiled(person: dict[str, object], date: dt.date, nicknames: NickNamer, rng: np.random.Generator) -> Entry:
    chance = rng.random(9)
    surname, forename = str(person["surname"]), str(person["forename"])
    born = person["born"]
    assert isinstance(born, dt.date)  # noqa: S101 narrows the type of a table cell
    if chance[0] < 0.03:
        surname = str(rng.choice(_SURNAMES))
    elif chance[0] < 0.10:
        surname = _typo(surname, rng)
    if chance[1] < 0.12:
        forename = _nickname(forename, nicknames, rng)
    elif chance[1] < 0.16:
        forename = _typo(forename, rng)
    if chance[2] < 0.03 and born.day <= 12:
        born = dt.date(born.year, born.day, born.month)
    elif chance[2] < 0.05:
        born = born.replace(year=born.year + int(rng.choice((-1, 1, 10))))
    return Entry(
        surname=surname,
        forename=forename,
        born=born.isoformat() if chance[3] < 0.5 else f"{born:%m/%d/%Y}",
        sex="" if chance[4] < 0.03 else str(rng.choice(("M", "male", "Male"))),
        postcode="" if chance[5] < 0.15 else str(person["postcode"]),
        service_no=str(person["service_no"]) if chance[6] < 0.40 else "",
        date=date.isoformat() if chance[7] < 0.5 else f"{date:%m/%d/%Y}",
    )


def _typo(word: str, rng: np.random.Generator) -> str:
    place = int(rng.integers(1, len(word)))
    letter = _LETTERS[int(rng.integers(26))]
    before, after = word[:place], word[place:]
    kinds = (
        before + after[1:],
        before + letter + after,
        before + letter + after[1:],
        before + after[1:2] + after[:1] + after[2:],
    )
    return kinds[int(rng.integers(4))]


def _nickname(forename: str, nicknames: NickNamer, rng: np.random.Generator) -> str:
    known = sorted(nicknames.nicknames_of(forename))
    return str(rng.choice(known)).title() if known else forename
