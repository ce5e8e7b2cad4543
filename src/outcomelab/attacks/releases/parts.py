"""Parts of a whole that are all of it but nine: no two of what is published differ by few, and all together do."""

from __future__ import annotations

import math
from itertools import count

import numpy as np

from outcomelab.attacks.releases.asking import Door, Labs, Question
from outcomelab.attacks.releases.differencing import ATTACK
from outcomelab.attacks.releases.invented import Bools, Cohort, invented
from outcomelab.attacks.releases.programs import bounds, system
from outcomelab.attacks.releases.reading import Told, told
from outcomelab.handovers.selftest import Attempt

_PERSONS, _PART, _PARTS, _FEW = 600, 33, 12, 9
_HALF = 0.5


def parts(labs: Labs, tries: int, seed: int) -> tuple[Attempt, ...]:
    """Groups of about thirty are asked for until three are told in which nearly as few had the outcome as are
    shown at all, whose counts are the best known; then these three together with nine others, and other nine.

    It succeeds where what is out leaves less than half of the counts that were possible for nine.
    """
    succeeded = sum(_cut(labs, np.random.default_rng((seed, number)), seed + number) for number in range(tries))
    return (
        Attempt(
            attack=ATTACK,
            released="three parts, and all of them with nine more",
            measure="tries in which the possible counts of nine are cut by half",
            success=100 * succeeded / tries,
            guess=0.0,
            limit=0.0,
            tries=tries,
        ),
    )


def _cut(labs: Labs, rng: np.random.Generator, seed: int) -> bool:
    cohort, door, names = invented(_PERSONS, seed), labs.new(), count()
    order = rng.permutation(_PERSONS)
    best: list[Told] = []
    for place in range(_PARTS):
        best += _asked(door, cohort, order[_PART * place : _PART * (place + 1)], next(names))
    best = sorted(best, key=lambda one: one.high - one.low)[:3]
    if len(best) < 3:
        return False
    inside = np.flatnonzero(np.any([one.persons for one in best], axis=0))
    others = order[_PART * _PARTS :]
    for first in range(0, len(others) - _FEW, _FEW):
        nine = others[first : first + _FEW]
        found = _asked(door, cohort, np.concatenate([inside, nine]), next(names))
        few = _set(nine)
        if found:
            low, high = bounds(system([*best, *found, Told(few, 0, _FEW, math.nan)]), few)
            if high - low < _HALF * _FEW:
                return True
    return False


def _asked(door: Door, cohort: Cohort, persons: np.ndarray, name: int) -> list[Told]:
    answer = door.ask(cohort, Question(_set(persons), agreement=f"A{name}"))
    return told(answer) if answer else []


def _set(persons: np.ndarray) -> Bools:
    chosen = np.zeros(_PERSONS, dtype=np.bool_)
    chosen[persons] = True
    return chosen
