"""The programme's list of participants, as its staff typed it."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from outcomelab.simulate.days import dates
from outcomelab.simulate.names import Names
from outcomelab.simulate.people import Ints, People, people
from outcomelab.simulate.settings import Simulation
from outcomelab.simulate.spoil import written

NOBODY = -1
_GROWN, _OLD = 18, 65  # years: people whom no ministry has met are of an age to be released from custody
_AMONG, _ENOUGH = 4, 60  # so many people are made up for each of them, and more, for enough to be of that age


def listed(
    them: People,
    places: Ints,
    index: Ints,
    words: Names,
    world: Simulation,
    strangers: int,
    rng: np.random.Generator,
) -> pa.Table:
    """The participants at `places` as they were written down on the day they started, `index` (everyone's, n),
    and among them so many `strangers` whom no ministry has met; the column `person` is the truth (NOBODY for
    those) and does not go into the list."""
    mine = _typed(them, places, index, words, world, rng).append_column("person", pa.array(them.person[places]))
    if not strangers:
        return mine
    when = rng.choice(index[places], strangers)
    unknown = people(0, _AMONG * strangers + _ENOUGH, world, words, rng)
    fits = (unknown.age_on(int(when.max())) < _OLD) & (unknown.age_on(int(when.min())) >= _GROWN)
    fits &= unknown.died > when.max()
    who = np.sort(np.argsort(~fits, kind="stable")[:strangers]).astype(np.int32)
    day = np.full(len(unknown), when[0], np.int32)
    day[who] = when
    theirs = _typed(unknown, who, day, words, world, rng)
    everyone = pa.concat_tables([mine, theirs.append_column("person", pa.array(np.full(strangers, NOBODY)))])
    return everyone.take(pa.array(rng.permutation(len(everyone))))


def _typed(
    them: People, places: Ints, day: Ints, words: Names, world: Simulation, rng: np.random.Generator
) -> pa.Table:
    seen = written(them, places, day, words, world, 1.0, rng)
    return pa.table(
        {
            "last_name": pa.array(seen.surname),
            "first_name": pa.array(seen.forename),
            "date_of_birth": dates(seen.born),
            "sex": pa.array(seen.sex),
            "postcode": pa.array(seen.postcode),
            "index_date": dates(day[places]),
        }
    )
