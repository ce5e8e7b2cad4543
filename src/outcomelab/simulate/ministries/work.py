"""What the employment ministry records of work: earnings by month, and spells.

Whether somebody works follows a Markov chain from month to month, whose chances go by age, schooling, deprivation
and a hidden trait. A programme changes the chance of finding work after the index date; the same draws tell what
would have happened without it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from outcomelab.simulate.days import NEVER, number
from outcomelab.simulate.people import Bools, Floats, Ints, People
from outcomelab.simulate.settings import Simulation

_A_YEAR = 365.25
_GROWN, _OLD = 16, 70  # years


@dataclass(frozen=True)
class Chain:
    """Everything that settles who works when: `starts`, first days of the months (m); who is `able` to at all, and
    grown and `living` in which month (n × m); by person the chance to `find` and to `lose` work in a month, and a
    `drawn` number in 0 to 1 a person and month (n × m); and `first`, one a person, which settles who works when it
    begins."""

    starts: Ints
    able: Bools
    living: npt.NDArray[np.bool_]
    find: Floats
    lose: Floats
    drawn: npt.NDArray[np.float32]
    first: Floats


@dataclass(frozen=True)
class Months:
    """Rows of a table with a row a person and month (r): whose, which month, and how much."""

    person: Ints
    day: Ints
    amount: Floats


def months(world: Simulation) -> Ints:
    """The first days of months that lie between `other_from` and `until`."""
    first, last = np.datetime64(world.other_from, "M"), np.datetime64(world.until, "M")
    days = np.arange(first, last + 1).astype("datetime64[D]").astype(np.int32)
    return days[days >= number(world.other_from)]


def chain(them: People, world: Simulation, rng: np.random.Generator) -> Chain:
    """The chances and the draws of everyone."""
    starts = months(world)
    able = (them.age_on(number(world.until)) > 17) & (them.age_on(number(world.other_from)) < 66)
    leaning = 0.15 * (them.schooling - 12) - 0.25 * them.deprivation - 0.25 * them.hidden
    find = np.asarray(0.045 * np.exp(leaning), np.float32)
    lose = np.asarray(np.minimum(0.035 * np.exp(-leaning), 0.9), np.float32)
    return Chain(
        starts,
        able,
        _living(them, starts),
        np.minimum(find, 0.9),
        lose,
        rng.random((len(them), len(starts)), np.float32),
        rng.random(len(them), np.float32),
    )


def worked(them: Chain, index: Ints, ratio: Floats, among: Ints | slice = slice(None)) -> npt.NDArray[np.bool_]:
    """Who of those `among` works in which month (n × m) when their chance to find work is `ratio` times as high
    after the day `index`."""
    able, find, lose, drawn = them.able[among], them.find[among], them.lose[among], them.drawn[among]
    living = them.living[among]
    works = able & living[:, 0] & (them.first[among] < find / (find + lose))
    found = np.empty(drawn.shape, np.bool_)
    for month, day in enumerate(them.starts):
        chance = np.where(day > index, np.minimum(find * ratio, 0.95), find)
        works = able & living[:, month] & np.where(works, drawn[:, month] >= lose, drawn[:, month] < chance)
        found[:, month] = works
    return found


@dataclass(frozen=True)
class Wages:
    """What settles how much is earned: each person's `usual` amount a month, and by how much it varies (n × m)."""

    usual: Floats
    varies: npt.NDArray[np.float32]


def wages(them: People, starts: Ints, rng: np.random.Generator) -> Wages:
    """The usual amounts and the draws of everyone."""
    usual = np.exp(7.1 + 0.09 * (them.schooling - 12) - 0.1 * them.deprivation - 0.1 * them.hidden)
    usual = usual * np.exp(0.35 * rng.standard_normal(len(them), np.float32))
    return Wages(np.asarray(usual, np.float32), 0.85 + 0.3 * rng.random((len(them), len(starts)), np.float32))


def earnings(
    them: Wages,
    starts: Ints,
    works: npt.NDArray[np.bool_],
    index: Ints,
    ratio: Floats,
    among: Ints | slice = slice(None),
) -> Months:
    """What those `among` who work earn, by month, when it is `ratio` times as much after the day `index`."""
    person, month = np.nonzero(works)
    amount = them.usual[among][person] * them.varies[among][person, month]
    amount = amount * np.where(starts[month] > index[person], ratio[person], 1)
    return Months(person.astype(np.int32), starts[month], np.round(amount, 2).astype(np.float32))


def spells(works: npt.NDArray[np.bool_], starts: Ints, died: Ints, until: int) -> tuple[Ints, Ints, Ints]:
    """Unbroken work: whose, the first day, and the first day of the month after the last or that of death (NEVER
    where it goes on after `until`)."""
    edges = np.diff(works.astype(np.int8), axis=1, prepend=0, append=0)
    person, begun = np.nonzero(edges == 1)
    _, ended = np.nonzero(edges == -1)
    after = np.minimum(np.append(starts, NEVER).astype(np.int32)[ended], died[person])
    return person.astype(np.int32), starts[begun], np.where(after > until, NEVER, after).astype(np.int32)


def _living(them: People, starts: Ints) -> npt.NDArray[np.bool_]:
    grown, last = them.born + int(_GROWN * _A_YEAR), np.minimum(them.died, them.born + int(_OLD * _A_YEAR))
    return (starts >= grown[:, None]) & (starts < last[:, None])
