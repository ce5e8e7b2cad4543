"""Whom a programme recruits, and what it does to them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outcomelab.simulate.days import NEVER, number
from outcomelab.simulate.effects import ratios
from outcomelab.simulate.ministries.justice import Candidates, Record, before, first_release, happened
from outcomelab.simulate.people import Floats, Ints, People
from outcomelab.simulate.settings import Simulation


@dataclass(frozen=True)
class Recruited:
    """Who takes part (`places` in the piece, in order), and for everyone the day the programme starts for them
    (`index`, NEVER for others) and, by kind of outcome, how many times as high it makes theirs (`ratios`)."""

    places: Ints
    index: Ints
    ratios: dict[str, Floats]


def recruited(
    them: People, without: Record, wanted: int, world: Simulation, rng: np.random.Generator
) -> Recruited:
    """`wanted` of those released in the index period (all, where there are fewer), in proportion to the odds that
    the settings give: by what the justice ministry records, and by the hidden trait.

    The odds go by age, sex, earlier offences and deprivation, each standardised among those who could take part.
    Drawn without replacement by the largest of the log odds plus Gumbel noise (Yellott 1977).
    """
    since, until = number(world.index_from), number(world.index_to)
    index = first_release(without, len(them), since, until)
    able = np.flatnonzero(index < NEVER)
    programme = world.programme
    earlier = np.log1p(before(without, len(them), index)[able])
    observed = (
        _standard(earlier)
        + _standard(them.woman[able])
        - _standard(them.age_on(np.minimum(index, until))[able])
        - _standard(them.deprivation[able])
    )
    odds = programme.on_observed * _standard(observed) + programme.on_hidden * _standard(them.hidden[able])
    chosen = np.argsort(-(odds + rng.gumbel(size=len(able))), kind="stable")[:wanted]
    places = np.sort(able[chosen]).astype(np.int32)
    start = np.full(len(them), NEVER, np.int32)
    start[places] = index[places]
    return Recruited(places, start, ratios(them, places, index, programme.effects))


def offending(candidates: Candidates, size: int, chosen: Recruited | None, until: int) -> Record:
    """What is done with the programme, or without it."""
    nobody = np.full(size, NEVER, np.int32)
    index = nobody if chosen is None else chosen.index
    ratio = np.ones(size, np.float32) if chosen is None else chosen.ratios["offending"]
    return happened(candidates, index, ratio, until)


def _standard(value: np.ndarray) -> Floats:
    spread = float(np.std(value)) if len(value) else 0.0
    return np.asarray((value - np.mean(value)) / spread if spread else np.zeros(len(value)), np.float32)
