"""Households and who lives in them: births, deaths, marriages and moves over the years, and traits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from outcomelab.simulate.days import number
from outcomelab.simulate.families import ages, born_and_died, households, weddings
from outcomelab.simulate.homes import AREAS, REGION, homes
from outcomelab.simulate.names import GROUPS, Names
from outcomelab.simulate.settings import Simulation

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]

_A_YEAR = 365.25
_SETTLED = 16 * 366  # days before the end at which households are as they are drawn, at the earliest
SCHOOL = 5  # years old
_FIFTHS = (-1, -0.4, 0.2, 0.8)
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
        return np.asarray(self.postcode_on(day) // REGION - 1, np.int32)

    @property
    def fifth(self) -> Ints:
        """The deprivation of each one's area as ministries record it, in fifths from 1 to 5."""
        return np.asarray(np.digitize(self.deprivation, _FIFTHS) + 1, np.int32)

    def schooled_on(self, day: Ints | int) -> Ints:
        """How many years of schooling each one has had by a day."""
        return np.asarray(np.clip(self.age_on(day) - SCHOOL, 0, self.schooling), np.int32)

    def age_on(self, day: Ints | int) -> Floats:
        """Each one's age in years on a day."""
        return np.asarray((np.asarray(day) - self.born) / _A_YEAR, np.float32)


def people(first: int, size: int, world: Simulation, words: Names, rng: np.random.Generator) -> People:
    """`size` persons, numbered from `first`."""
    home = households(size, rng)
    start, end = number(world.justice_from), number(world.until)
    drawn = rng.choice(len(GROUPS), size, p=[share for _, share, _ in GROUPS]).astype(np.int8)
    group = home.shared(drawn, 0.9, rng)
    woman = rng.random(size) < 0.505
    old = ages(home, rng)
    area = home.shared(rng.integers(0, AREAS, size), 1.0, rng)
    deprivation = np.asarray(np.sin(area * 1.7) + 0.4 * home.shared(rng.normal(size=size), 1.0, rng), np.float32)
    hidden = rng.standard_normal(size, np.float32)
    schooling = np.clip(np.round(11.5 - deprivation - 0.5 * hidden + rng.normal(0, 1.6, size)), 6, 18).astype(
        np.int8
    )
    forename = np.where(woman, words.draw(words.women, group, rng), words.draw(words.men, group, rng))
    middle = np.where(woman, words.draw(words.women, group, rng), words.draw(words.men, group, rng))
    born, died = born_and_died(home, old, max(start, end - _SETTLED), end, rng)
    married_on = weddings(woman, born, died, start, end, rng)
    own = words.draw(words.surnames, group, rng)
    of_head = own[home.head]
    # Whoever marries the head of the household takes their name that day; others marry somebody from elsewhere.
    bride = (home.place == 1) & ~woman[home.head] & (married_on < died[home.head])
    birth_name = np.where((home.place == 0) | bride | (rng.random(size) > 0.85), own, of_head)
    after = np.where(bride, of_head, words.draw(words.surnames, group, rng))
    groom = home.head[bride]
    married_on[groom], after[groom] = married_on[bride], own[groom]
    moved_on, postcodes = homes(home.head, area, born, died, start, end, rng)
    return People(
        np.arange(first, first + size),
        first + home.head,
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
