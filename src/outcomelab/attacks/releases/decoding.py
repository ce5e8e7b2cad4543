"""All counts of many releases taken together as equations for single persons' outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from outcomelab.attacks.releases.asking import Door, Labs, Question
from outcomelab.attacks.releases.invented import Cohort, invented
from outcomelab.attacks.releases.programs import (
    by_least_squares,
    by_linear_program,
    fixed_persons,
    system,
)
from outcomelab.attacks.releases.reading import told
from outcomelab.handovers.selftest import Attack, Attempt

ATTACK = Attack(
    name="decoding",
    knows="who is in every population and level released of, and the rules by which figures are rounded",
    does="solves all of it together for every person: by linear programs, and by least squares",
    source="Dinur & Nissim 2003, Revealing information while preserving privacy, PODS; "
    "Dwork, McSherry & Talwar 2007, The price of privacy and the limits of LP decoding, STOC",
)
BETTER = 3.0  # points above the commoner answer that chance may give
_NOISE = 2.0  # persons², of a count rounded to 5


def routine(labs: Labs, persons: int, releases: int, seed: int) -> tuple[Attempt, ...]:
    """So many routine releases of one cohort: some levels of up to two traits, with tables by two traits."""
    cohort = invented(persons, seed)
    return decoded(labs.new(), cohort, _routine(cohort, releases, seed), f"{releases} routine releases")


def subsets(labs: Labs, persons: int, releases: int, seed: int) -> tuple[Attempt, ...]:
    """So many populations asked for that are random halves of a cohort, which nothing but an attack is for."""
    cohort = invented(persons, seed)
    rng = np.random.default_rng(seed)
    asked = (Question(rng.random(persons) < 0.5, agreement=f"A-{number}") for number in range(releases))
    return decoded(labs.new(), cohort, asked, f"{releases} random halves asked for")


def decoded(door: Door, cohort: Cohort, asked: Iterable[Question], released: str) -> tuple[Attempt, ...]:
    """What a door answers to the questions, decoded: whose outcome is certain, and how many are guessed right by
    each kind of decoding."""
    answers = [answer for question in asked if (answer := door.ask(cohort, question))]
    found = [one for answer in answers for one in told(answer)]
    share = float(cohort.outcome.mean())
    words = f"{cohort.persons:,} persons, {released}: {len(answers)} answered, {len(found)} counts"
    guess = 100 * max(share, 1 - share)
    fixed, guessed = 0.0, {"least squares": guess, "linear program": guess}
    if found:
        known = system(found)
        fixed = 100 * float(fixed_persons(known, np.random.default_rng(0)).mean())
        decodings = {
            "least squares": by_least_squares(known, share, _NOISE),
            "linear program": by_linear_program(known, share),
        }
        for way, chance in decodings.items():
            guessed[way] = 100 * float(((chance > 0.5) == cohort.outcome).mean())
    certain = _attempt(words, "persons whose outcome is fixed", fixed, 0.0, 0.0, cohort.persons)
    return (
        certain,
        *(
            _attempt(words, f"outcomes guessed right by {way}", right, guess, guess + BETTER, cohort.persons)
            for way, right in guessed.items()
        ),
    )


def _attempt(released: str, measure: str, success: float, guess: float, limit: float, tries: int) -> Attempt:
    return Attempt(
        attack=ATTACK, released=released, measure=measure, success=success, guess=guess, limit=limit, tries=tries
    )


def _routine(cohort: Cohort, releases: int, seed: int) -> Iterator[Question]:
    rng = np.random.default_rng((seed, 1))
    levels = {trait: cohort.levels(trait) for trait in cohort.names}
    for number in range(releases):
        chosen = np.ones(cohort.persons, dtype=np.bool_)
        for trait in rng.choice(cohort.names, rng.integers(0, 3), replace=False):
            held = list(levels[trait].values())
            some = rng.choice(len(held), max(1, len(held) // 2), replace=False)
            chosen &= np.any([held[place] for place in some], axis=0)
        by = {str(trait): levels[trait] for trait in rng.choice(cohort.names, 2, replace=False)}
        yield Question(chosen, by, f"A-{number}")
