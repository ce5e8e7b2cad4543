"""Two releases, each safe by itself, of populations that differ by a few persons."""

from __future__ import annotations

import math

import numpy as np

from outcomelab.attacks.releases.asking import Labs, Question
from outcomelab.attacks.releases.invented import Bools, Cohort, invented
from outcomelab.attacks.releases.programs import bounds, system
from outcomelab.attacks.releases.reading import Told, told
from outcomelab.handovers.selftest import Attack, Attempt

ATTACK = Attack(
    name="differencing",
    knows="who is in every population asked for, some of which differ by one to nine persons",
    does="subtracts one published count from another",
    source="Fellegi 1972, On the question of statistical confidentiality, JASA 67(337)",
)
_PERSONS, _FIRST = 400, 260
_HALF = 0.5  # of the counts that were possible


def differencing(labs: Labs, tries: int, seed: int) -> tuple[Attempt, ...]:
    """Each of the ways to come to such a pair, tried so many times on a new lab.

    It succeeds where what is out leaves less than half of the counts that were possible for the few.
    """
    return tuple(_attempt(labs, way, tries, seed) for way in _WAYS)


def _attempt(labs: Labs, way: str, tries: int, seed: int) -> Attempt:
    succeeded = 0
    for number in range(tries):
        rng = np.random.default_rng((seed, number))
        cohort = invented(_PERSONS, seed + number)
        few, questions = _WAYS[way](cohort, rng)
        door = labs.new()
        answers = [answer for question in questions if (answer := door.ask(cohort, question))]
        found = [one for answer in answers for one in told(answer)]
        found.append(Told(few, 0, int(few.sum()), math.nan))
        low, high = bounds(system(found), few)
        succeeded += high - low < _HALF * few.sum()
    return Attempt(
        attack=ATTACK,
        released=way,
        measure="groups of fewer than ten whose possible counts are cut by half",
        success=100 * succeeded / tries,
        guess=0.0,
        limit=0.0,
        tries=tries,
    )


def _some(persons: Bools, count: int, rng: np.random.Generator) -> Bools:
    chosen = np.zeros(len(persons), dtype=np.bool_)
    chosen[rng.choice(np.flatnonzero(persons), count, replace=False)] = True
    return chosen


def _grown(cohort: Cohort, rng: np.random.Generator) -> tuple[Bools, list[Question]]:
    first = _some(np.ones(cohort.persons, dtype=np.bool_), _FIRST, rng)
    few = _some(~first, 9, rng)
    return few, [Question(first), Question(first | few)]


def _another_study(cohort: Cohort, rng: np.random.Generator) -> tuple[Bools, list[Question]]:
    few, (first, second) = _grown(cohort, rng)
    return few, [first, Question(second.persons, agreement="B")]


def _complement(cohort: Cohort, rng: np.random.Generator) -> tuple[Bools, list[Question]]:
    everyone = np.ones(cohort.persons, dtype=np.bool_)
    part = _some(everyone, 200, rng)
    few = _some(~part, int(rng.integers(1, 10)), rng)
    rest = ~part & ~few
    return few, [Question(everyone), Question(part, agreement="B"), Question(rest, agreement="C")]


def _areas(cohort: Cohort, rng: np.random.Generator) -> tuple[Bools, list[Question]]:
    everyone = np.ones(cohort.persons, dtype=np.bool_)
    north = _some(everyone, 190, rng)
    few = _some(north, int(rng.integers(1, 10)), rng)
    old, new = ({"area": {"north": area, "south": ~area}} for area in (north, north & ~few))
    return few, [Question(everyone, old), Question(everyone, new, agreement="B")]


_WAYS = {
    "the cohort, and the cohort with nine persons more": _grown,
    "the same two under two agreements": _another_study,
    "everybody, a part, and all but a few of the rest": _complement,
    "results by area, before and after a border moved": _areas,
}
