"""Persons who are few of their kind, found out from several tables of the same people, one after the other."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from outcomelab.attacks.releases.asking import Labs
from outcomelab.attacks.releases.cells import cells, read, small
from outcomelab.attacks.releases.invented import invented
from outcomelab.attacks.releases.programs import Program
from outcomelab.handovers.selftest import Attack, Attempt

ATTACK = Attack(
    name="uniqueness",
    knows="the traits by which several tables of the same people count",
    does="works out from all of them together which of the cells that any withholds have too few persons",
    source="Sweeney 2002, k-anonymity, IJUFKS 10(5); Hundepool et al. 2012, Statistical Disclosure Control, ch. 4",
)
_BY = ("region", "schooling", "offence")
_THRESHOLD = 10


def in_turn(labs: Labs, tries: int, persons: int, seed: int) -> tuple[Attempt, ...]:
    """So many times the three tables by two of three traits, and the one by all: of their small cells, those that
    must be small by all that is shown in any."""
    few = told = 0
    for number in range(tries):
        cohort = invented(persons, seed + number)
        axes = {trait: cohort.traits[cohort.names.index(trait)] for trait in _BY}
        asked = [*combinations(_BY, 2), _BY]
        door = labs.new()
        counts = [cells({name: axes[name] for name in by}, number=cohort.number) for by in asked]
        found = read([shown for one in counts if (shown := door.recorded(one)) is not None], axes)
        size = found.sums.shape[1]
        program = Program(found.sums, np.full(size, float(persons)), found.low, found.high)
        shape = tuple(int(held.max()) + 1 for held in axes.values())
        for by, one in zip(asked, counts, strict=True):
            for place in np.flatnonzero(small(one, _THRESHOLD)):
                inside = dict(zip(by, np.unravel_index(int(place), one.persons.shape), strict=True))
                cost = np.zeros(shape)
                cost[tuple(inside.get(name, slice(None)) for name in _BY)] = -1.0
                few += 1
                told += -float(cost.ravel() @ program.least(cost.ravel())) < _THRESHOLD - 1e-6
    return (
        Attempt(
            attack=ATTACK,
            released=f"{tries} times four tables of {persons:,} persons, one after the other",
            measure="cells of one to nine persons that can be told to be so",
            success=100 * told / max(few, 1),
            guess=0.0,
            limit=0.0,
            tries=few,
        ),
    )
