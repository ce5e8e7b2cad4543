"""What the education ministry records: school years, the qualifications they end in, and those gained later."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from outcomelab.simulate.days import number
from outcomelab.simulate.ministries.possible import Possible
from outcomelab.simulate.people import SCHOOL, Floats, Ints, People
from outcomelab.simulate.settings import Simulation

QUALIFICATIONS = ("none", "basic", "secondary", "vocational", "degree")
_LATER = np.array([QUALIFICATIONS.index(name) for name in ("vocational", "basic", "secondary")], np.int8)
_COMMON = np.array([0.55, 0.30, 0.15])
_A_YEAR = 365.25
_GROWN, _OLD = 19, 65  # years


def school_years(them: People, world: Simulation, rng: np.random.Generator) -> tuple[Ints, Ints, Floats]:
    """Enrolments: whose, the first of September, and the share of lessons attended."""
    people, days = [], []
    for year in range(world.other_from.year, world.until.year + 1):
        day = (np.datetime64(f"{year}-09-01") - np.datetime64("1970-01-01")).astype(int)
        if not number(world.other_from) <= day <= number(world.until):
            continue
        age = them.age_on(day)
        at_school = np.flatnonzero(
            (age >= SCHOOL) & (age < np.minimum(SCHOOL + them.schooling, 19)) & (them.died > day)
        )
        people.append(at_school)
        days.append(np.full(len(at_school), day))
    person = np.concatenate(people or [np.array([], int)]).astype(np.int32)
    attended = 0.94 - 0.03 * them.deprivation[person] - 0.02 * them.hidden[person]
    attended = np.clip(attended + 0.04 * rng.standard_normal(len(person), np.float32), 0.2, 1)
    return person, np.concatenate(days or [np.array([], int)]).astype(np.int32), np.round(attended, 3)


def qualified(them: People, world: Simulation) -> tuple[Ints, Ints, npt.NDArray[np.int8]]:
    """Qualifications that schooling ends in, of the time covered: whose, the day, and which."""
    level = np.digitize(them.schooling, (9, 11, 13, 15)).astype(np.int8)
    day = (them.born + (np.array([16, 16, 18, 19, 22])[level] * _A_YEAR)).astype(np.int32)
    day += (them.person % 60).astype(np.int32)
    inside = (day >= number(world.other_from)) & (day <= number(world.until)) & (level > 0) & (them.died > day)
    person = np.flatnonzero(inside).astype(np.int32)
    return person, day[person], level[person]


def qualifications(them: People, world: Simulation, rng: np.random.Generator) -> Possible:
    """All qualifications that anybody may gain: those that schooling ends in, which come in any case, and those of
    people from 19 to 65, some five in a hundred a year, more by schooling and fewer by deprivation and the hidden
    trait."""
    most = world.most("qualifications")
    start, end = number(world.other_from), number(world.until)
    since = np.maximum(start, them.born + int(_GROWN * _A_YEAR))
    last = np.minimum(np.minimum(end, them.died), them.born + int(_OLD * _A_YEAR))
    days = np.maximum(last - since, 0)
    rate = 0.05 * np.exp(0.1 * (them.schooling - 12) - 0.1 * them.deprivation - 0.15 * them.hidden)
    person = np.repeat(np.arange(len(them), dtype=np.int32), rng.poisson(rate * most * days / _A_YEAR))
    day = (since[person] + rng.random(len(person)) * days[person]).astype(np.int32)
    level = rng.choice(_LATER, len(person), p=_COMMON)
    pupil, ended, with_ = qualified(them, world)
    drawn = np.concatenate([np.full(len(pupil), -1, np.float32), rng.random(len(person), np.float32)])
    whose = np.concatenate([pupil, person])
    order = np.argsort(whose, kind="stable")
    return Possible(
        whose[order],
        np.concatenate([ended, day])[order],
        np.concatenate([with_, level])[order],
        drawn[order],
        most,
    )
