"""Households and who lives in them: births, deaths, marriages and moves over the years, and traits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from outcomelab.simulate.days import NEVER, number
from outcomelab.simulate.names import GROUPS, Names
from outcomelab.simulate.settings import Simulation

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]
Kind = TypeVar("Kind", bound=np.generic)

_SIZES = np.array([0.30, 0.33, 0.16, 0.14, 0.07])  # households of one to five
_A_YEAR = 365.25
_MOVES_A_YEAR = 0.09
_REGION = 10_000  # postcodes
_MARRY = 0.12  # of women who are 18 to 45 at some time
_MARRIED = (18, 45)  # years of age
_PARENT = (16, 45)
AREAS = 400
REGIONS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")


@dataclass(frozen=True)
class People:
    """One piece of the population, n persons in the order of their households; days as in `days`.

    `household` is the number of its first person. `hidden` is a trait no ministry records. `surnames`: at birth
    and, from `married_on`, after; `codes` of names. `postcodes` (n × 3) and `moved_on` (n × 2): where they live,
    and when they moved.
    """

    person: npt.NDArray[np.int64]
    household: npt.NDArray[np.int64]
    group: npt.NDArray[np.int8]
    woman: Bools
    born: Ints
    died: Ints
    deprivation: Floats
    schooling: npt.NDArray[np.int8]
    hidden: Floats
    forename: Ints
    middle: Ints
    surnames: Ints
    married_on: Ints
    postcodes: Ints
    moved_on: Ints

    def __len__(self) -> int:
        return len(self.person)

    def surname_on(self, day: Ints | int) -> Ints:
        """The code of each one's surname on a day."""
        return np.where(self.married_on <= day, self.surnames[:, 1], self.surnames[:, 0])

    def postcode_on(self, day: Ints | int) -> Ints:
        """Each one's postcode on a day."""
        moved = (self.moved_on <= np.asarray(day).reshape(-1, 1)).sum(axis=1)
        return np.asarray(self.postcodes[np.arange(len(self)), moved], np.int32)

    def region_on(self, day: Ints | int) -> Ints:
        """The code of each one's region on a day, which is the first digit of their postcode."""
        return np.asarray(self.postcode_on(day) // _REGION - 1, np.int32)

    def age_on(self, day: Ints | int) -> Floats:
        """Each one's age in years on a day."""
        return np.asarray((np.asarray(day) - self.born) / _A_YEAR, np.float32)


def people(first: int, size: int, world: Simulation, words: Names, rng: np.random.Generator) -> People:
    """`size` persons, numbered from `first`."""
    household, place = _households(size, rng)
    start, end = number(world.justice_from), number(world.until)
    drawn = rng.choice(len(GROUPS), size, p=[share for _, share, _ in GROUPS]).astype(np.int8)
    group = _of_household(household, drawn, 0.9, rng)
    woman = rng.random(size) < 0.505
    age = _ages(household, place, (end - start) / _A_YEAR, rng)
    born = np.asarray(start - age * _A_YEAR, np.int32)
    area = _of_household(household, rng.integers(0, AREAS, size), 1.0, rng)
    deprivation = np.asarray(
        np.sin(area * 1.7) + 0.4 * _of_household(household, rng.normal(size=size), 1.0, rng), np.float32
    )
    hidden = rng.standard_normal(size, np.float32)
    schooling = np.clip(np.round(11.5 - deprivation - 0.5 * hidden + rng.normal(0, 1.6, size)), 6, 18).astype(
        np.int8
    )
    forename = np.where(woman, words.draw(words.women, group, rng), words.draw(words.men, group, rng))
    middle = np.where(woman, words.draw(words.women, group, rng), words.draw(words.men, group, rng))
    died = _deaths(age, start, rng)
    married_on = _weddings(woman, born, died, start, end, rng)
    own, of_head = (names := words.draw(words.surnames, group, rng)), names[household]
    # Whoever marries the head of the household takes their name that day; others marry somebody from elsewhere.
    bride = (place == 1) & (married_on < NEVER) & ~woman[household]
    birth_name = np.where((place == 0) | bride | (rng.random(size) > 0.85), own, of_head)
    after = np.where(bride, of_head, words.draw(words.surnames, group, rng))
    moved_on, postcodes = _homes(household, area, start, end, rng)
    return People(
        np.arange(first, first + size),
        first + household,
        group,
        woman,
        born,
        died,
        deprivation,
        schooling,
        hidden,
        forename.astype(np.int32),
        middle.astype(np.int32),
        np.stack([birth_name, after], axis=1).astype(np.int32),
        married_on,
        postcodes,
        moved_on,
    )


def _households(size: int, rng: np.random.Generator) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """For each person the place of the first of their household, and their place in it."""
    sizes = rng.choice(5, size, p=_SIZES) + 1
    upto = np.cumsum(sizes)
    sizes = sizes[: int(np.searchsorted(upto, size)) + 1]
    begins = np.cumsum(sizes) - sizes
    head = np.repeat(begins, sizes)[:size]
    return head, np.arange(size) - head


def _of_household(
    household: npt.NDArray[np.int64], value: npt.NDArray[Kind], share: float, rng: np.random.Generator
) -> npt.NDArray[Kind]:
    """The value of the household's first person for a `share` of people, their own for the others."""
    if share >= 1:
        return value[household]
    return np.where(rng.random(len(value)) < share, value[household], value)


def _ages(
    household: npt.NDArray[np.int64], place: npt.NDArray[np.int64], years: float, rng: np.random.Generator
) -> npt.NDArray[np.float64]:
    """Ages at the start: of the head of a household, of a partner of about that age, and of children who came when
    the head was 16 to 45, or come in the `years` from then on."""
    size = len(place)
    head = np.minimum(rng.gamma(3.0, 7.0, size) + 18, 100)[household]
    partner = np.clip(head + rng.normal(0, 3, size), 18, 100)
    oldest = np.minimum(head - _PARENT[0], 18)
    youngest = np.maximum(head - _PARENT[1], -years + 1)
    child = youngest + rng.random(size) * np.maximum(oldest - youngest, 1)
    return np.asarray(np.choose(np.minimum(place, 2), [head, partner, child]), np.float64)


def _weddings(woman: Bools, born: Ints, died: Ints, start: int, end: int, rng: np.random.Generator) -> Ints:
    """The day on which some women marry, between 18 and 45; NEVER for the others."""
    since = np.maximum(born + int(_MARRIED[0] * _A_YEAR), start)
    until = np.minimum(np.minimum(born + int(_MARRIED[1] * _A_YEAR), died), end)
    marries = woman & (until > since) & (rng.random(len(born)) < _MARRY)
    day = since + (rng.random(len(born)) * np.maximum(until - since, 0)).astype(np.int32)
    return np.where(marries, day, NEVER).astype(np.int32)


def _deaths(age: npt.NDArray[np.float64], start: int, rng: np.random.Generator) -> Ints:
    """The day of death, by Gompertz's law of mortality (1825): hazard 5e-5 · exp(.09 · age) a year."""
    at = np.maximum(age, 0)
    survived = rng.exponential(size=len(age))
    years = np.log1p(survived * 0.09 / (5e-5 * np.exp(0.09 * at))) / 0.09
    return np.asarray(start + (years + at - age) * _A_YEAR, np.int32)


def _homes(
    household: npt.NDArray[np.int64], area: npt.NDArray[np.int64], start: int, end: int, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    size = len(household)
    years = (end - start) / _A_YEAR
    stays = -np.log1p(-rng.random((size, 2))) / (_MOVES_A_YEAR * (1 + (years > 10)))
    moved = np.cumsum(stays, axis=1) * _A_YEAR + start
    codes = np.stack([area, rng.integers(0, AREAS, size), rng.integers(0, AREAS, size)], axis=1)
    # A postcode has some forty homes; those of an area share the first three digits or so.
    postcodes = _REGION + codes * 200 + rng.integers(0, 200, (size, 3))
    return np.asarray(np.minimum(moved, NEVER), np.int32)[household], np.asarray(postcodes, np.int32)[household]
