"""What the health and education ministries record: contacts with codes, school years, qualifications."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from outcomelab.simulate.days import number
from outcomelab.simulate.people import Bools, Floats, Ints, People
from outcomelab.simulate.settings import Simulation

CONTACTS = ("general practice", "emergency", "mental health", "addiction", "admission")
QUALIFICATIONS = ("none", "basic", "secondary", "vocational", "degree")
_COMMON = np.array([0.72, 0.13, 0.07, 0.02, 0.06])
_A_YEAR = 365.25


@dataclass(frozen=True)
class Contacts:
    """Contacts that may happen, sorted by person and day: whose, the day, the code, and a number in 0 to 1 that
    settles whether it does, for rates raised up to `most` times."""

    person: Ints
    day: Ints
    kind: npt.NDArray[np.int8]
    drawn: Floats
    most: float

    def of(self, persons: Ints) -> Contacts:
        """Those of some persons, numbered by their place in `persons` (sorted)."""
        return self._where(np.isin(self.person, persons), persons)

    def happened(self, index: Ints, ratio: Floats) -> Contacts:
        """Those that happen when each person's rate is `ratio` times as high after a day, `index`."""
        raised = np.where(self.day > index[self.person], ratio[self.person], 1.0)
        return self._where(self.drawn < raised / self.most)

    def _where(self, kept: Bools, persons: Ints | None = None) -> Contacts:
        person = self.person[kept]
        place = person if persons is None else np.searchsorted(persons, person).astype(np.int32)
        return Contacts(place, self.day[kept], self.kind[kept], self.drawn[kept], self.most)


def contacts(them: People, world: Simulation, rng: np.random.Generator) -> Contacts:
    """All contacts with health services that anybody may have."""
    most = world.programme.effects.most("contacts")
    start, end = number(world.other_from), number(world.until)
    since = np.maximum(start, them.born)
    years = np.maximum(np.minimum(end, them.died) - since, 0) / _A_YEAR
    rate = 0.55 * np.exp(0.012 * (them.age_on(start) - 40) + 0.15 * them.deprivation + 0.2 * them.hidden)
    person = np.repeat(np.arange(len(them), dtype=np.int32), rng.poisson(rate * most * years))
    day = (since[person] + rng.random(len(person)) * years[person] * _A_YEAR).astype(np.int32)
    order = np.argsort(person.astype(np.int64) * 2**20 + day - start)
    kind = rng.choice(len(CONTACTS), len(person), p=_COMMON)
    # People whose hidden trait is high come to mental health and addiction services more than others.
    elsewhere = (kind == 0) & (rng.random(len(person)) < 0.08 * np.clip(them.hidden[person], 0, 3))
    codes: npt.NDArray[np.int8] = np.where(elsewhere, rng.integers(2, 4, len(person)), kind).astype(np.int8)
    drawn = rng.random(len(person), np.float32)
    return Contacts(person[order].astype(np.int32), day[order], codes, drawn, most)


def school_years(them: People, world: Simulation, rng: np.random.Generator) -> tuple[Ints, Ints, Floats]:
    """Enrolments: whose, the first of September, and the share of lessons attended."""
    people, days = [], []
    for year in range(world.other_from.year, world.until.year + 1):
        day = (np.datetime64(f"{year}-09-01") - np.datetime64("1970-01-01")).astype(int)
        if not number(world.other_from) <= day <= number(world.until):
            continue
        age = them.age_on(day)
        at_school = np.flatnonzero((age >= 5) & (age < np.minimum(5 + them.schooling, 19)) & (them.died > day))
        people.append(at_school)
        days.append(np.full(len(at_school), day))
    person = np.concatenate(people or [np.array([], int)]).astype(np.int32)
    attended = 0.94 - 0.03 * them.deprivation[person] - 0.02 * them.hidden[person]
    attended = np.clip(attended + 0.04 * rng.standard_normal(len(person), np.float32), 0.2, 1)
    return person, np.concatenate(days or [np.array([], int)]).astype(np.int32), np.round(attended, 3)


def qualified(them: People, world: Simulation) -> tuple[Ints, Ints, npt.NDArray[np.int8]]:
    """Qualifications gained in the time covered: whose, the day, and which."""
    level = np.digitize(them.schooling, (9, 11, 13, 15)).astype(np.int8)
    day = (them.born + (np.array([16, 16, 18, 19, 22])[level] * _A_YEAR)).astype(np.int32)
    day += (them.person % 60).astype(np.int32)
    inside = (day >= number(world.other_from)) & (day <= number(world.until)) & (level > 0) & (them.died > day)
    person = np.flatnonzero(inside).astype(np.int32)
    return person, day[person], level[person]
