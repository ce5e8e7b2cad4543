"""The front door: a population, what ministries record of it, a programme's list, and the truth."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa

from outcomelab.handovers.progress import Progress, silent
from outcomelab.simulate.days import number
from outcomelab.simulate.files import Piece, Written, making
from outcomelab.simulate.listing import listed
from outcomelab.simulate.lives import Lives
from outcomelab.simulate.ministries import care, justice, school, welfare, work
from outcomelab.simulate.names import Names, names
from outcomelab.simulate.people import People, people
from outcomelab.simulate.programme import Recruited, offending, recruited
from outcomelab.simulate.settings import Simulation
from outcomelab.simulate.tables import (
    education_tables,
    health_tables,
    justice_tables,
    work_tables,
)
from outcomelab.simulate.truth import effects, persons

STAGE = "simulate"
PIECE = 200_000  # persons made at once: memory does not grow with the population


def simulate(world: Simulation, folder: Path, progress: Progress = silent) -> Written:
    """Make a world and write it below `folder`: `ministries/` (a dictionary and Parquet tables each), `provider/`
    (the lists), a study for each, and `truth/`, which no stage reads. The same settings give the same files.

    Raises UsageError when `folder` has something in it already, or cannot be written to; nothing is left behind.
    """
    words = names()
    pieces = -(-world.persons // PIECE)
    with making(folder, world) as sink:
        for place in range(pieces):
            progress(STAGE, f"{place * PIECE:,} of {world.persons:,} persons")
            sink.add(piece(place, world, words))
        progress(STAGE, "writing the lists and the truth")
        return sink.finished()


def piece(at: int, world: Simulation, words: Names) -> Piece:
    """The piece of the population number `at` (from 0), from two streams of random numbers of its own: what grown
    people learn, programmes after the first, and what the truth alone tells hang on the second."""
    rng, later = (np.random.default_rng(numbers) for numbers in ([world.seed, at], [world.seed, at, 1]))
    first = at * PIECE
    size = min(PIECE, world.persons - first)
    them = people(first, size, world, words, rng)
    until = number(world.until)
    may = justice.candidates(them, world, rng)
    untouched = offending(may, size, None, until)
    programmes = world.every_programme
    wanted = [
        _upto(first + size, programme.participants, world) - _upto(first, programme.participants, world)
        for programme in programmes.values()
    ]
    chosen = recruited(them, untouched, wanted, world, rng, later)
    record = offending(may, size, chosen, until)
    chained = work.chain(them, world, rng)
    works = work.worked(chained, chosen.index, chosen.ratios["work"])
    paid = work.wages(them, chained.starts, rng)
    earned = work.earnings(paid, chained.starts, works, chosen.index, chosen.ratios["earnings"])
    may_be_seen = care.contacts(them, world, rng)
    seen = may_be_seen.happened(chosen.index, chosen.ratios["contacts"])
    may_learn = school.qualifications(them, world, later)
    learned = may_learn.happened(chosen.index, chosen.ratios["qualifications"])
    courts = justice_tables(them, record, words, world, rng)
    claimed = welfare.benefits(them, chained, works, rng)
    benefits = welfare.raised(claimed.paid, chosen.index, chosen.ratios["benefits"])
    tables = {
        "justice": courts,
        "work": work_tables(them, chained, works, earned, benefits, words, world, rng),
        "health": health_tables(them, seen, words, world, rng),
        "education": education_tables(them, learned, words, world, rng, later),
    }
    index = chosen.index[chosen.places]
    with_it = {kind: ratio[chosen.places] for kind, ratio in chosen.ratios.items()}
    may_be_paid = welfare.may_be_paid(claimed, chained.starts, chosen.places, later)
    lives = Lives(chosen.places, index, chained, paid, claimed.claims, may_be_paid, may_be_seen, may_learn)
    both = (
        lives.answers(record, with_it),
        lives.answers(untouched, {kind: np.ones_like(ratio) for kind, ratio in with_it.items()}),
    )
    return Piece(
        tables,
        _lists(first, them, chosen, words, world, rng, later),
        effects(them, chosen.places, index, *both).append_column(
            "programme", pa.array(np.array(list(programmes))[chosen.programme])
        ),
        persons(them, chosen.places, words, until),
    )


def _lists(
    first: int,
    them: People,
    chosen: Recruited,
    words: Names,
    world: Simulation,
    rng: np.random.Generator,
    later: np.random.Generator,
) -> dict[str, pa.Table]:
    """Each programme's list, by its name: the first's from `rng`, the others' from `later`."""
    lists = {}
    for place, (name, programme) in enumerate(world.every_programme.items()):
        mine = chosen.of(place)
        before = _upto(first, programme.participants, world)
        each = programme.not_held / (1 - programme.not_held)
        strangers = round(each * (before + len(mine))) - round(each * before) if len(mine) else 0
        numbers = later if place else rng
        lists[name] = listed(them, mine, chosen.index, words, world, strangers, numbers)
    return lists


def _upto(person: int, wanted: int, world: Simulation) -> int:
    """How many of a programme's participants come from the persons before one: whole numbers that add up."""
    return wanted * person // world.persons
