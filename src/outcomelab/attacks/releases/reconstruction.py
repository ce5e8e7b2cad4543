"""Everybody's record put together again from tables about them, as one integer program."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from outcomelab.attacks.releases.asking import Labs
from outcomelab.attacks.releases.cells import Axes, TableRead, cells, read
from outcomelab.attacks.releases.invented import Floats, invented
from outcomelab.handovers.selftest import Attack, Attempt

ATTACK = Attack(
    name="reconstruction",
    knows="which records there can be, and nothing of the persons",
    does="looks for whole records that agree with every table, and whether only one set of them does",
    source="Garfinkel, Abowd & Martindale 2018, Understanding database reconstruction attacks, ACM Queue 16(5)",
)
_TRAITS = ("sex", "housing", "work")
_SECONDS = 10.0  # an integer program may take; an attacker without an answer by then has none here


def reconstruction(labs: Labs, blocks: int, persons: int, seed: int) -> tuple[Attempt, ...]:
    """So many blocks of persons, each with every table by three of four traits, the outcome among them."""
    unique = 0
    for block in range(blocks):
        cohort = invented(persons, seed + block)
        axes = {trait: cohort.traits[cohort.names.index(trait)] for trait in _TRAITS}
        axes["outcome"] = cohort.outcome.astype(np.int64)
        door = labs.new()
        asked = [{name: axes[name] for name in three} for three in combinations(axes, 3)]
        tables = [table for one in asked if (table := door.table(cells(one)))]
        unique += bool(tables) and one_way_only(read(tables, axes), axes, np.random.default_rng(block))
    return (
        Attempt(
            attack=ATTACK,
            released=f"{blocks} blocks of {persons} persons, every table by three of four traits",
            measure="blocks of which only one set of records is possible",
            success=100 * unique / blocks,
            guess=0.0,
            limit=0.0,
            tries=blocks,
        ),
    )


def one_way_only(found: TableRead, axes: Axes, rng: np.random.Generator) -> bool:
    """Whether only one set of records agrees with the tables.

    Two that are looked for with opposite random objectives may differ at once. Where they do not, each is pursued
    to the end: of no two different sets is a random objective the same.
    """
    weight = rng.random(found.sums.shape[1])
    for gap in (1e9, 0.0):
        one, another = (_solved(found, axes, sign * weight, gap) for sign in (1.0, -1.0))
        if one is None or another is None or (one != another).any():
            return False
    return True


def _solved(found: TableRead, axes: Axes, cost: Floats, gap: float) -> Floats | None:
    persons = len(next(iter(axes.values())))
    answer = milp(
        cost,
        integrality=np.ones(len(cost)),
        bounds=Bounds(0, persons),
        constraints=LinearConstraint(found.sums, found.low, found.high),
        options={"time_limit": _SECONDS, "mip_rel_gap": gap},
    )
    return None if answer.x is None else np.rint(answer.x)
