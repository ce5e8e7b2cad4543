"""What the justice ministry records: offences with their court outcomes, and releases from custody.

Everyone who offends does so at a rate of their own (a Poisson process with a log-normal rate), which age, sex,
deprivation, schooling and a hidden trait raise or lower; nobody offends in custody. A programme changes the rate
after the index date by thinning, so the same draws tell what would have happened without it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from numba import njit

from outcomelab.simulate.days import NEVER, number
from outcomelab.simulate.people import Bools, Floats, Ints, People
from outcomelab.simulate.settings import Simulation

OFFENCES = ("theft", "violence", "drugs", "driving", "public order", "fraud")
_COMMON = np.array([0.34, 0.22, 0.18, 0.13, 0.09, 0.04])
DECISIONS = ("custody", "community", "fine", "not proven")
_DECIDED = np.array([0.27, 0.30, 0.23, 0.20])
_CUSTODY = DECISIONS.index("custody")
_YOUNGEST, _OLDEST = 14, 83
_A_YEAR = 365.25
_FOR_LIFE = 2**20  # days


@dataclass(frozen=True)
class Candidates:
    """Offences that may happen, sorted by person and day (e of them): `person` is a place in the piece, `drawn`
    in 0 to 1 settles whether it does under a programme, `most` how much the rate is raised at all."""

    person: Ints
    day: Ints
    kind: npt.NDArray[np.int8]
    decision: npt.NDArray[np.int8]
    decided: Ints
    served: Ints
    drawn: Floats
    most: float

    def of(self, persons: Ints) -> Candidates:
        """The offences of some persons, numbered by their place in `persons` (sorted)."""
        mine = np.flatnonzero(np.isin(self.person, persons))
        place = np.searchsorted(persons, self.person[mine]).astype(np.int32)
        return replace(
            self,
            person=place,
            **{
                name: getattr(self, name)[mine]
                for name in ("day", "kind", "decision", "decided", "served", "drawn")
            },
        )


@dataclass(frozen=True)
class Record:
    """What happened: the candidates that did (`happened`, e), and of the sentences to custody that ended in
    freedom the day of release (others NEVER: where several are served at a time, the last to end is)."""

    candidates: Candidates
    happened: Bools
    released: Ints

    @property
    def releases(self) -> tuple[Ints, Ints, Ints]:
        """Every release, in the order of persons and days: whose, the day, and the place of its offence."""
        at = np.flatnonzero(self.happened & (self.released < NEVER))
        return self.candidates.person[at], self.released[at], at.astype(np.int32)


def candidates(them: People, world: Simulation, rng: np.random.Generator) -> Candidates:
    """What each of them may do from `justice_from` to `until`."""
    start, end = number(world.justice_from), number(world.until)
    since = np.maximum(start, them.born + int(_YOUNGEST * _A_YEAR) + 1)
    age = them.age_on((since + end) // 2)
    leaning = 0.9 * ~them.woman + 0.35 * them.deprivation - 0.12 * (them.schooling - 12) + 0.45 * them.hidden
    offends = (since < end) & (age < 75)
    share = min(world.offenders, 0.999)
    chance = 1 / (1 + np.exp(-(leaning - 0.45 + np.log(share / (1 - share)))))
    offends &= rng.random(len(them)) < np.where(offends, chance, 0)
    rate = world.offences_a_year * np.exp(0.4 * leaning - 0.03 * (age - 30) + rng.normal(0, 0.6, len(them)) - 0.4)
    most = world.most("offending")
    last = np.minimum(np.minimum(end, them.died), them.born + int(_OLDEST * _A_YEAR))
    years = np.maximum(last - since, 0) / _A_YEAR
    count = rng.poisson(np.where(offends, np.minimum(rate, 12) * most * years, 0))
    person = np.repeat(np.arange(len(them), dtype=np.int32), count)
    day = (since[person] + rng.random(len(person)) * years[person] * _A_YEAR).astype(np.int32)
    order = np.argsort(person.astype(np.int64) * 2**20 + day - start)
    person, day = person[order], day[order]
    drawn = rng.random(len(person), np.float32)
    kind = rng.choice(len(OFFENCES), len(person), p=_COMMON).astype(np.int8)
    decision = np.searchsorted(np.cumsum(_DECIDED)[:-1], _severity(kind, rng)).astype(np.int8)
    decided = day + np.minimum(rng.lognormal(4.3, 0.7, len(person)), 1500).astype(np.int32)
    served = np.minimum(rng.lognormal(4.6, 0.8, len(person)), 2500).astype(np.int32) + 7
    # The dead are tried no more, and nobody who dies in custody is released.
    died = them.died[person]
    decided = np.where(decided > died, NEVER, decided).astype(np.int32)
    served = np.where(decided.astype(np.int64) + served > died, _FOR_LIFE, served).astype(np.int32)
    return Candidates(person, day, kind, decision, decided, served, drawn, most)


def _severity(kind: npt.NDArray[np.int8], rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """A draw in 0 to 1, lower for graver offences: those end in custody more often."""
    power = np.array([1.0, 0.7, 0.9, 1.6, 1.5, 1.0])[kind]
    return rng.random(len(kind)) ** (1 / power)


def happened(them: Candidates, index: Ints, ratio: Floats, until: int) -> Record:
    """What happens when each person's rate is `ratio` times as high after a day, `index` (NEVER: no programme)."""
    room = int(np.bincount(them.person[them.decision == _CUSTODY]).max(initial=0))
    kept = _happened(
        them.person, them.day, them.decision, them.decided, them.served, them.drawn, index, ratio / them.most,
        1 / them.most, until, room,
    )  # fmt: skip
    at = np.flatnonzero(kept & (them.decision == _CUSTODY) & (them.decided <= until))
    ends = them.decided[at] + them.served[at]
    free = _free(them.person[at], them.decided[at], ends) & (ends <= until)
    released = np.full(len(kept), NEVER, np.int32)
    released[at[free]] = ends[free]
    return Record(them, kept, released)


@njit(cache=True)
def _happened(person, day, decision, decided, served, drawn, index, after, before, until, room):  # type: ignore[no-untyped-def]  # pragma: no cover compiled
    """Goes through the offences in order; whoever is in custody that day commits none. No person has more than
    `room` sentences before them at a time."""
    kept = np.zeros(len(day), np.bool_)
    begins, ends = np.zeros(room, np.int32), np.zeros(room, np.int32)
    last, known = -1, 0
    for i in range(len(day)):
        if person[i] != last:
            last, known = person[i], 0
        in_custody, place = False, known
        for k in range(known):
            if ends[k] <= day[i]:
                place = k  # over: the next sentence may stand there
            elif begins[k] <= day[i]:
                in_custody = True
        if in_custody or drawn[i] >= (after[last] if day[i] > index[last] else before):
            continue
        kept[i] = True
        if decision[i] == 0 and decided[i] <= until:
            begins[place], ends[place] = decided[i], decided[i] + served[i]
            known = max(known, place + 1)
    return kept


@njit(cache=True)
def _free(person, begins, ends):  # type: ignore[no-untyped-def]  # pragma: no cover compiled
    """Of sentences, sorted by person, which end in freedom: no other one of the same person holds on."""
    free = np.ones(len(person), np.bool_)
    first = 0
    for i in range(len(person)):
        if person[i] != person[first]:
            first = i
        j = first
        while j < len(person) and person[j] == person[i]:
            if j != i and begins[j] <= ends[i] and (ends[j] > ends[i] or (ends[j] == ends[i] and j < i)):
                free[i] = False
            j += 1
    return free


def first_release(record: Record, size: int, since: int, until: int) -> Ints:
    """Each person's first release from `since` to `until`; NEVER for those without one."""
    person, day, _ = record.releases
    within = (day >= since) & (day <= until)
    first = np.full(size, NEVER, np.int32)
    np.minimum.at(first, person[within], day[within])
    return first


def before(record: Record, size: int, day: Ints) -> Ints:
    """How many offences each person had before a day of their own."""
    them = record.candidates
    earlier = record.happened & (them.day < day[them.person])
    return np.bincount(them.person[earlier], minlength=size).astype(np.int32)
