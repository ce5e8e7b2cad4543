"""The programme's list of participants, as its staff typed it."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from outcomelab.simulate.days import dates
from outcomelab.simulate.names import GROUPS, Names
from outcomelab.simulate.people import Ints, People, people
from outcomelab.simulate.settings import Simulation
from outcomelab.simulate.spoil import written

NOBODY = -1


def listed(
    them: People,
    places: Ints,
    index: Ints,
    words: Names,
    world: Simulation,
    share: float,
    rng: np.random.Generator,
) -> pa.Table:
    """The participants at `places` with their index dates, and people whom no ministry has met among them,
    a `share` of the list; the column `person` is the truth (NOBODY for those) and does not go into the list."""
    day = int(np.median(index)) if len(index) else 0
    mine = _typed(them, places, day, words, world, rng)
    strangers = round(len(places) * share / (1 - share))
    if not strangers:
        return mine.append_column("index_date", dates(index)).append_column(
            "person", pa.array(them.person[places])
        )
    unknown = people(0, max(strangers, len(GROUPS)), world, words, rng)
    theirs = _typed(unknown, np.arange(strangers, dtype=np.int32), day, words, world, rng)
    when = np.concatenate([index, rng.choice(index, strangers)])
    who = np.concatenate([them.person[places], np.full(strangers, NOBODY)])
    return (
        pa.concat_tables([mine, theirs])
        .append_column("index_date", dates(when))
        .append_column("person", pa.array(who))
        .take(pa.array(rng.permutation(len(who))))
    )


def _typed(
    them: People, places: Ints, day: int, words: Names, world: Simulation, rng: np.random.Generator
) -> pa.Table:
    seen = written(them, places, day, words, world, 1.0, rng)
    return pa.table(
        {
            "last_name": pa.array(seen.surname),
            "first_name": pa.array(seen.forename),
            "date_of_birth": dates(seen.born),
            "sex": pa.array(seen.sex),
            "postcode": pa.array(seen.postcode),
        }
    )
