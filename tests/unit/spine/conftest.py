"""Two ministries of an invented country: the same people, written down by different clerks."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from faker import Faker
from numpy.random import Generator, default_rng

from outcomelab import spine
from outcomelab.engines.duck import opened
from outcomelab.handovers.spine import Spine
from outcomelab.holdings.register import add, remove
from outcomelab.holdings.spine.both import open_both
from outcomelab.holdings.spine.opening import read_record
from outcomelab.linkage.spine.store import read

Person = dict[str, Any]
KINDS = {
    "surname": "surname", "forename": "forename", "middle": "middle",
    "born": "date_of_birth", "sex": "sex", "postcode": "postcode",
}  # fmt: skip


def invent(people: int, seed: int) -> list[Person]:
    """People with a number of their own, `truth`."""
    draw, fake = default_rng(seed), Faker("en_US")
    fake.seed_instance(seed)
    return [_person(number, draw, fake) for number in range(people)]


def _person(number: int, draw: Generator, fake: Faker) -> Person:
    sex = "FM"[draw.integers(2)]
    return {
        "truth": number,
        "surname": fake.last_name(),
        "forename": fake.first_name_male() if sex == "M" else fake.first_name_female(),
        "middle": "ABCDEFGHJKLMNPRSTW"[draw.integers(18)],
        "born": dt.date(1950, 1, 1) + dt.timedelta(days=int(draw.integers(14_000))),
        "sex": sex,
        "postcode": f"{27000 + draw.integers(400):05d}",
    }


def spoil(people: Sequence[Person], seed: int) -> list[Person]:
    """The same people with mistyped surnames, swapped dates, other postcodes and missing initials."""
    draw = default_rng(seed)
    return [_spoilt(person, draw) for person in people]


def _spoilt(person: Person, draw: Generator) -> Person:
    out, surname, born = dict(person), person["surname"], person["born"]
    if draw.random() < 0.10:
        place = int(draw.integers(1, len(surname)))
        out["surname"] = surname[:place] + "x" + surname[place:]
    if draw.random() < 0.06 and born.day <= 12:
        out["born"] = born.replace(month=born.day, day=born.month)
    if draw.random() < 0.15:
        out["postcode"] = f"{27000 + draw.integers(400):05d}"
    if draw.random() < 0.3:
        out["middle"] = ""
    return out


class Lab:
    """A lab whose holdings are lists of people; remembers which person key is whom."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.holdings, self.keys = folder / "holdings", folder / "keys"
        self.said: list[str] = []

    def write(self, name: str, people: Sequence[Person]) -> Path:
        """Files of a holding, ready to be registered; `truth` is kept as content, to look up later."""
        place = self.folder / "files" / name
        place.mkdir(parents=True, exist_ok=True)
        with (place / "persons.csv").open("w", newline="") as file:
            rows = csv.DictWriter(file, ["number", *KINDS, "truth"])
            rows.writeheader()
            rows.writerows({"number": number} | person for number, person in enumerate(people, start=1))
        fields: list[dict[str, object]] = [{"name": "number", "type": "string", "role": "person"}]
        fields += [
            {
                "name": column,
                "type": "date" if column == "born" else "string",
                "role": "identifier",
                "identifier": kind,
            }
            for column, kind in KINDS.items()
        ]
        fields.append({"name": "truth", "type": "integer", "role": "attribute"})
        table = {"name": "persons", "path": "persons.csv", "one_row_a_person": True, "schema": {"fields": fields}}
        dictionary = {
            "name": name, "title": f"Records of {name}", "custodian": "A ministry", "legal_basis": "An act",
            "coverage": {"from": "2010-01-01", "to": "2020-12-31"}, "resources": [table],
        }  # fmt: skip
        (place / "dictionary.json").write_text(json.dumps(dictionary))
        return place / "dictionary.json"

    def register(self, name: str, people: Sequence[Person]) -> None:
        """Register a holding, in place of one of that name."""
        if (self.holdings / name).exists():
            self.remove(name)
        add(self.write(name, people), self.holdings, self.keys)

    def remove(self, name: str) -> None:
        """Remove a holding."""
        remove(self.holdings, self.keys, name)

    def build(self, **words: Any) -> Any:
        """Build the spine."""
        return spine.build(self.holdings, self.keys, **words)

    @property
    def spine(self) -> Spine:
        """What is on the spine."""
        record = read_record(self.holdings)
        assert record is not None
        return read(open_both(self.holdings, self.keys, record.version))

    def truth(self, name: str) -> dict[int, int]:
        """Who each person key of a holding truly is."""
        from outcomelab.holdings.content import open_content

        with opened(open_content(self.holdings, self.keys, name)) as connection:
            return dict(connection.sql("SELECT person_key, truth FROM persons").fetchall())

    def spine_keys(self, name: str) -> dict[int, set[int]]:
        """The spine keys of each true person of a holding."""
        truth, out = self.truth(name), {}
        for row in self.spine.membership.to_pylist():
            if row["holding"] == name:
                out.setdefault(truth[row["person_key"]], set()).add(row["spine_key"])
        return out


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    """A lab without holdings."""
    return Lab(tmp_path)


@pytest.fixture(scope="session")
def make_lab() -> type[Lab]:
    """`Lab`, to make one in a folder."""
    return Lab


@pytest.fixture(scope="session")
def two(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    """A lab with two holdings on its spine, 500 people in both, of whom courts has 60 twice. Not to be changed."""
    made = Lab(tmp_path_factory.mktemp("lab"))
    people = invent(1_800, seed=1)
    draw = default_rng(2)
    courts = [*people[:1_000], *spoil(people[:60], seed=3)]
    made.register("courts", [courts[i] for i in draw.permutation(len(courts))])
    made.register("taxes", spoil(people[500:], seed=4))
    made.build(today=dt.date(2026, 3, 2), progress=lambda *words: made.said.extend(words))
    return made


@pytest.fixture(scope="session")
def inventing() -> Any:
    """`invent`."""
    return invent


@pytest.fixture(scope="session")
def spoiling() -> Any:
    """`spoil`."""
    return spoil


@pytest.fixture(scope="session")
def rank_correlation() -> Any:
    """Spearman's."""

    def measure(one: np.ndarray, two: np.ndarray) -> float:
        return float(np.corrcoef(one.argsort().argsort(), two.argsort().argsort())[0, 1])

    return measure
