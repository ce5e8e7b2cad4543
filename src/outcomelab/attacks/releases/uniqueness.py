"""Persons who are few of their kind, found out to be so from a table that withholds their cell."""

from __future__ import annotations

import numpy as np

from outcomelab.attacks.releases.asking import Labs
from outcomelab.attacks.releases.cells import cells, read, small
from outcomelab.attacks.releases.invented import invented
from outcomelab.attacks.releases.programs import Program
from outcomelab.handovers.selftest import Attack, Attempt

ATTACK = Attack(
    name="uniqueness",
    knows="the traits by which a table counts, of persons looked for",
    does="works out by sums and differences which of the cells have too few persons",
    source="Sweeney 2002, k-anonymity, IJUFKS 10(5); Hundepool et al. 2012, Statistical Disclosure Control, ch. 4",
)
_BY = ("region", "schooling", "offence")
_THRESHOLD = 10


def uniqueness(labs: Labs, tables: int, persons: int, seed: int) -> tuple[Attempt, ...]:
    """So many tables by three traits: of their small cells, those that must be small by all that is shown."""
    few = told = 0
    for number in range(tables):
        cohort = invented(persons, seed + number)
        axes = {trait: cohort.traits[cohort.names.index(trait)] for trait in _BY}
        counts = cells(axes)
        places = np.flatnonzero(small(counts, _THRESHOLD))
        shown = labs.new().table(counts)
        if shown is None:
            continue
        few += len(places)
        found = read([shown], axes)
        size = found.sums.shape[1]
        program = Program(found.sums, np.full(size, float(persons)), found.low, found.high)
        for place in places:
            cost = -1.0 * (np.arange(size) == place)
            told += program.least(cost)[place] < _THRESHOLD - 1e-6
    return (
        Attempt(
            attack=ATTACK,
            released=f"{tables} tables of {persons:,} persons by {len(_BY)} traits",
            measure="cells of one to nine persons that can be told to be so",
            success=100 * told / max(few, 1),
            guess=0.0,
            limit=0.0,
            tries=few,
        ),
    )
