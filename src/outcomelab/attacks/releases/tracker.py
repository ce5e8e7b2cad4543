"""Questions about enough persons each, put so that their answers add up to one about a single person."""

from __future__ import annotations

import numpy as np

from outcomelab.attacks.releases.asking import Labs, Question
from outcomelab.attacks.releases.invented import Bools, Cohort, invented
from outcomelab.handovers.selftest import Attack, Attempt

ATTACK = Attack(
    name="tracker",
    knows="enough of a person to describe nobody else, and may ask for any population that is large enough",
    does="asks for populations with the person and without, whose counts add up to the person's own outcome",
    source="Denning, Denning & Schwartz 1979, The tracker, ACM TODS 4(1); Denning & Schlörer 1980, ACM TODS 5(1)",
)
_PERSONS = 600


def tracker(labs: Labs, targets: int, seed: int) -> tuple[Attempt, ...]:
    """Every kind of tracker against so many persons, each on a new lab: how many have all questions answered."""
    cohort = invented(_PERSONS, seed)
    rng = np.random.default_rng(seed)
    persons = rng.choice(cohort.persons, targets, replace=False)
    attempts = []
    for kind, questions in _KINDS.items():
        answered = 0
        for number, person in enumerate(persons):
            target = np.arange(cohort.persons) == person
            door = labs.new()
            answered += all(
                door.ask(cohort, Question(one, agreement=f"A-{place}"))
                for place, one in enumerate(questions(cohort, target, number))
            )
        attempts.append(
            Attempt(
                attack=ATTACK,
                released=f"questions of the {kind}",
                measure="trackers all of whose questions are answered",
                success=100 * answered / targets,
                guess=0.0,
                limit=0.0,
                tries=targets,
            )
        )
    return tuple(attempts)


def _formula(cohort: Cohort, number: int) -> Bools:
    """A population that about half are in, another one for every number."""
    first, second = np.random.default_rng(number).choice(len(cohort.names), 2, replace=False)
    return np.asarray((cohort.traits[first] % 2 == 0) ^ (cohort.traits[second] % 2 == 0), dtype=np.bool_)


def _individual(cohort: Cohort, target: Bools, number: int) -> list[Bools]:
    """C = A and B: q(C) = q(A) − q(A and not B)."""
    trait = number % len(cohort.names)
    alike = cohort.traits[trait] == cohort.traits[trait][target][0]
    return [alike, alike & ~target]


def _general(cohort: Cohort, target: Bools, number: int) -> list[Bools]:
    """q(C) = q(C or T) + q(C or not T) − q(T) − q(not T)."""
    half = _formula(cohort, number)
    return [target | half, target | ~half, half, ~half]


def _double(cohort: Cohort, target: Bools, number: int) -> list[Bools]:
    """With T inside U: q(C) = q(U) + q(C or T) − q(T) − q(U without what is in C and T)."""
    half = _formula(cohort, number)
    larger = half | _formula(cohort, number + 1)
    return [larger, target | half, half, larger & ~(target & half)]


_KINDS = {"individual tracker": _individual, "general tracker": _general, "double tracker": _double}
