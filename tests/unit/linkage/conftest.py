"""Invented people: a register, and a programme's list of some of them spoiled as real lists are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa
import pytest
from faker import Faker
from numpy.random import Generator, default_rng

from outcomelab.handovers.cohort import COHORT_IDENTIFIERS
from outcomelab.handovers.holding import PERSONS_IDENTIFIERS
from outcomelab.handovers.linkage import Linked

NICKNAMES = {
    "Robert": "Bob", "William": "Bill", "Michael": "Mike", "Richard": "Dick", "Thomas": "Tom",
    "Elizabeth": "Liz", "Margaret": "Peggy", "Katherine": "Kate", "Jennifer": "Jenny", "Patricia": "Pat",
}  # fmt: skip


@dataclass(frozen=True)
class Invented:
    """participants and persons by the contracts' schemas; truth: row → person key of those in the register."""

    participants: pa.Table
    persons: pa.Table
    truth: dict[int, int]


@dataclass(frozen=True)
class Scores:
    """Against the truth: shares 0–1."""

    precision: float
    recall: float


def scores(linked: Linked, invented: Invented) -> Scores:
    links = dict(zip(linked.crosswalk["row"].to_pylist(), linked.crosswalk["person_key"].to_pylist(), strict=True))
    right = sum(invented.truth.get(row) == key for row, key in links.items())
    return Scores(right / max(len(links), 1), right / max(len(invented.truth), 1))


def invent(
    persons: int,
    participants: int,
    *,
    seed: int,
    men_only: bool = False,
    without: tuple[str, ...] = (),
    absent: float = 0.15,
) -> Invented:
    """`participants` people, a share `absent` of them not among the `persons` of the register."""
    draw = default_rng(seed)
    fake = Faker("en_US")
    fake.seed_instance(seed)
    everybody = [_person(fake, draw, men_only) for _ in range(persons + int(participants * absent))]
    keys = draw.permutation(persons) * 7 + 100_000
    register = [person | {"person_key": int(key)} for person, key in zip(everybody, keys, strict=False)]
    chosen = [*draw.choice(persons, participants - int(participants * absent), replace=False).tolist()]
    listed = [(everybody[i], int(keys[i])) for i in chosen] + [(person, -1) for person in everybody[persons:]]
    order = draw.permutation(len(listed))
    rows, truth = [], {}
    for number, position in enumerate(order, start=2):
        person, key = listed[position]
        spoilt = _spoil(person, fake, draw)
        rows.append({**spoilt, **dict.fromkeys(without), "row": number})
        if key >= 0:
            truth[number] = key
    return Invented(
        pa.Table.from_pylist(rows, COHORT_IDENTIFIERS), pa.Table.from_pylist(register, PERSONS_IDENTIFIERS), truth
    )


def _person(fake: Faker, draw: Generator, men_only: bool) -> dict[str, object]:
    sex = "M" if men_only or draw.random() < 0.5 else "F"
    return {
        "surname": fake.last_name(),
        "forename": fake.first_name_male() if sex == "M" else fake.first_name_female(),
        "middle": "ABCDEFGHJKLMNPRSTW"[draw.integers(18)],
        "date_of_birth": dt.date(1950, 1, 1) + dt.timedelta(days=int(draw.integers(14_000))),
        "born_also": None,
        "sex": sex,
        "postcode": f"{27000 + draw.integers(400):05d}",
        "service_number": f"{draw.integers(10**8, 10**9)}",
    }


def _spoil(person: dict[str, object], fake: Faker, draw: Generator) -> dict[str, object]:
    out = dict(person)
    forename, born = str(out["forename"]), out["date_of_birth"]
    assert isinstance(born, dt.date)
    if draw.random() < 0.08:
        out["surname"] = _mistyped(str(out["surname"]), draw)
    elif draw.random() < 0.05:
        out["surname"] = fake.last_name()
    if forename in NICKNAMES and draw.random() < 0.5:
        out["forename"] = NICKNAMES[forename]
    elif draw.random() < 0.08:
        out["forename"] = _mistyped(forename, draw)
    if draw.random() < 0.06 and born.day <= 12:
        out["date_of_birth"] = born.replace(month=born.day, day=born.month)
    elif draw.random() < 0.03:
        out["date_of_birth"] = born.replace(year=born.year + 1, day=min(born.day, 28))
    for name, share in (("middle", 0.4), ("sex", 0.05), ("postcode", 0.15), ("service_number", 0.4)):
        if draw.random() < share:
            out[name] = None
    if draw.random() < 0.15:
        out["postcode"] = f"{27000 + draw.integers(400):05d}"  # moved
    return out


def _mistyped(name: str, draw: Generator) -> str:
    place = int(draw.integers(1, max(len(name) - 1, 2)))
    return draw.choice(
        [
            name[:place] + name[place + 1 :],
            name[:place] + "x" + name[place:],
            name[:place] + name[place : place + 2][::-1] + name[place + 2 :],
        ]
    )


@pytest.fixture(scope="session")
def inventing() -> Callable[..., Invented]:
    return invent


@pytest.fixture(scope="session")
def scoring() -> Callable[[Linked, Invented], Scores]:
    return scores


@pytest.fixture(scope="session")
def town() -> Invented:
    """A register of 5,000 and a list of 300."""
    return invent(5_000, 300, seed=1)
