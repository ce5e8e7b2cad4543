"""What the health and education ministries record: contacts with codes, school years, qualifications."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from outcomelab.simulate.days import number
from outcomelab.simulate.people import Floats, Ints, People
from outcomelab.simulate.settings import Simulation

CONTACTS = ("general practice", "emergency", "mental health", "addiction", "admission")
QUALIFICATIONS = ("none", "basic", "secondary", "vocational", "degree")
_COMMON = np.array([0.72, 0.13, 0.07, 0.02, 0.06])
_A_YEAR = 365.25


def contacts(them: People, world: Simulation, rng: np.random.Generator) -> tuple[Ints, Ints, npt.NDArray[np.int8]]:
    """Contacts with health services: whose, the day, and the code."""
    start, end = number(world.other_from), number(world.until)
    since = np.maximum(start, them.born)
    years = np.maximum(np.minimum(end, them.died) - since, 0) / _A_YEAR
    rate = 0.55 * np.exp(0.012 * (them.age_on(start) - 40) + 0.15 * them.deprivation + 0.2 * them.hidden)
    person = np.repeat(np.arange(len(them), dtype=np.int32), rng.poisson(rate * years))
    day = (since[person] + rng.random(len(person)) * years[person] * _A_YEAR).astype(np.int32)
    order = np.argsort(person.astype(np.int64) * 2**20 + day - start)
    kind = rng.choice(len(CONTACTS), len(person), p=_COMMON)
    # People whose hidden trait is high come to mental health and addiction services more than others.
    elsewhere = (kind == 0) & (rng.random(len(person)) < 0.08 * np.clip(them.hidden[person], 0, 3))
    codes: npt.NDArray[np.int8] = np.where(elsewhere, rng.integers(2, 4, len(person)), kind).astype(np.int8)
    return person[order].astype(np.int32), day[order], codes


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
