"""Invented cohorts to attack: nobody's traits, and an outcome that no trait explains.

Were the outcome told by traits, published rates would let anybody guess it, of persons outside the cohort too:
that is what statistics are for. So here it is drawn at random, and whoever guesses it better than by the commoner
answer has read it from persons' own records.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
TRAITS = {"sex": 2, "age": 5, "region": 5, "district": 10, "schooling": 4, "offence": 6, "housing": 3, "work": 3}
_SHARE = 0.3
_HORIZON = 365


@dataclass(frozen=True)
class Cohort:
    """n invented persons. number: as the ledger knows them. traits: the level of each (traits × n), named in
    `names`. outcome: who had it. day: when, from 1 to 365; 365 for those who had it not."""

    number: Ints
    names: tuple[str, ...]
    traits: Ints
    outcome: Bools
    day: Ints

    @property
    def persons(self) -> int:
        """How many they are."""
        return len(self.number)

    def levels(self, trait: str) -> dict[str, Bools]:
        """Who is in each level of a trait."""
        held = self.traits[self.names.index(trait)]
        return {f"{trait} {level}": held == level for level in range(int(held.max()) + 1)}


def invented(persons: int, seed: int) -> Cohort:
    """So many persons, the same for the same seed."""
    rng = np.random.default_rng(seed)
    traits = [rng.choice(size, persons, p=rng.dirichlet(np.full(size, 3.0))) for size in TRAITS.values()]
    outcome = rng.random(persons) < _SHARE
    day = np.where(outcome, rng.integers(1, _HORIZON + 1, persons), _HORIZON)
    return Cohort(
        number=rng.permutation(10 * persons)[:persons].astype(np.int64),
        names=tuple(TRAITS),
        traits=np.array(traits, dtype=np.int64),
        outcome=outcome,
        day=day.astype(np.int64),
    )
