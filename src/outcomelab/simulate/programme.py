"""Whom programmes recruit, and what they do to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from outcomelab.simulate.days import NEVER, number
from outcomelab.simulate.effects import ratios
from outcomelab.simulate.ministries.justice import Candidates, Record, before, first_release, happened
from outcomelab.simulate.people import Floats, Ints, People
from outcomelab.simulate.settings import KINDS, Simulation

_NONE = -1


@dataclass(frozen=True)
class Recruited:
    """Who takes part (`places` in the piece, in order) and in which programme (`programme`, its number for each of
    them), and for everyone the day it starts for them (`index`, NEVER for others) and, by kind of outcome, how
    many times as high it makes theirs (`ratios`)."""

    places: Ints
    programme: Ints
    index: Ints
    ratios: dict[str, Floats]

    def of(self, programme: int) -> Ints:
        """The places of those who take part in a programme."""
        return np.asarray(self.places[self.programme == programme], np.int32)


def recruited(
    them: People,
    without: Record,
    wanted: Sequence[int],
    world: Simulation,
    rng: np.random.Generator,
    later: np.random.Generator,
) -> Recruited:
    """As many as each programme has `wanted` of those released in the index period and in no programme before it
    (all, where there are fewer), by the log odds that its settings give: by what the justice ministry
    records, and by the hidden trait.

    The odds go by age, sex, earlier offences and deprivation, each standardised among those who could take part.
    Drawn by the largest of the log odds plus logistic noise: whoever is above a line takes part, which has those
    log odds, however many of all are taken. For the first programme from `rng`, for others from `later`.
    """
    since, until = number(world.index_from), number(world.index_to)
    release = first_release(without, len(them), since, until)
    earlier = np.log1p(before(without, len(them), release))
    which = np.full(len(them), _NONE, np.int32)
    high = {kind: np.ones(len(them), np.float32) for kind in KINDS}
    for place, (programme, size) in enumerate(zip(world.every_programme.values(), wanted, strict=True)):
        able = np.flatnonzero((release < NEVER) & (which == _NONE))
        observed = (
            _standard(earlier[able])
            + _standard(them.woman[able])
            - _standard(them.age_on(np.minimum(release, until))[able])
            - _standard(them.fifth[able])
        )
        odds = programme.on_observed * _standard(observed) + programme.on_hidden * _standard(them.hidden[able])
        noise = (later if place else rng).logistic(size=len(able))
        chosen = np.sort(able[np.argsort(-(odds + noise), kind="stable")[:size]]).astype(np.int32)
        which[chosen] = place
        for kind, ratio in ratios(them, chosen, release, programme.effects).items():
            high[kind] *= ratio
    places = np.flatnonzero(which != _NONE).astype(np.int32)
    return Recruited(places, which[places], np.where(which == _NONE, NEVER, release).astype(np.int32), high)


def offending(candidates: Candidates, size: int, chosen: Recruited | None, until: int) -> Record:
    """What is done with the programme, or without it."""
    nobody = np.full(size, NEVER, np.int32)
    index = nobody if chosen is None else chosen.index
    ratio = np.ones(size, np.float32) if chosen is None else chosen.ratios["offending"]
    return happened(candidates, index, ratio, until)


def _standard(value: np.ndarray) -> Floats:
    spread = float(np.std(value)) if len(value) else 0.0
    return np.asarray((value - np.mean(value)) / spread if spread else np.zeros(len(value)), np.float32)
