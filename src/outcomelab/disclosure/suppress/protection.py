"""Whether what is withheld protects: which needs are not met, and what they would take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from scipy.sparse import csr_array

from outcomelab.disclosure.suppress.attacker import CLOSE, Attacker
from outcomelab.disclosure.suppress.cuts import Cut, cut
from outcomelab.disclosure.suppress.problem import NOBODY, Bools, Floats, Ints, Need, Problem
from outcomelab.errors import DisclosureRefused


def met(need: Need, moves: Floats) -> bool:
    """Whether `moves`, which keep all sums, take the need's cell as far as it has to be able to go."""
    return bool(need.sign * moves[need.cell] >= need.amount * (1 - CLOSE))


def unmet(
    problem: Problem, withheld: Bools, asked: Iterable[Need], transposed: csr_array
) -> Iterator[tuple[Need, Cut]]:
    """Every need that `withheld` (primary cells included) does not meet, and the cut that it breaks.

    Raises DisclosureRefused when a need cannot be met whatever is withheld.
    """
    attacker = Attacker(problem, withheld)
    below, above = problem.values[attacker.cells], np.full(len(attacker.cells), np.inf)
    up, down = np.zeros(len(withheld)), np.zeros(len(withheld))
    for need in asked:
        if need.person == NOBODY and met(need, up if need.sign > 0 else down):
            continue
        reached = attacker.reach(need, below, above)
        np.maximum(up, reached.moves, out=up)
        np.minimum(down, reached.moves, out=down)
        if met(need, reached.moves):
            continue
        found = cut(problem, need, reached, transposed)
        if found is None or not len(found.cells):
            raise DisclosureRefused(
                "A cell of this table is given away by what adds up, whatever else is withheld. Take the total "
                "of it out, or merge categories."
            )
        yield need, found


def unmet_by_contributors(problem: Problem, withheld: Bools, asked: Iterable[Need]) -> tuple[Need, ...]:
    """Needs that are not met for somebody who is alone in a withheld cell and so knows it; needs of cells that are
    about that person alone do not count.

    One way for the cell to move serves everybody whose own cells stand still in it; so it is looked for with all
    of them standing still, and where there is none with one half of them, and the other.
    """
    alone = withheld & (problem.person != NOBODY)
    if not alone.any():
        return ()
    attacker = Attacker(problem, withheld)
    below, above = problem.values[attacker.cells], np.full(len(attacker.cells), np.inf)
    persons = np.where(alone, problem.person, NOBODY)[attacker.cells]
    everybody = np.unique(persons[persons != NOBODY])
    up, down = (
        np.zeros(len(withheld)),
        np.zeros(len(withheld)),
    )  # how far cells went with everybody's standing still

    def failing(need: Need, some: Ints) -> Iterator[int]:
        if met(need, up if need.sign > 0 else down):
            return
        still = np.isin(persons, some)
        moves = attacker.reach(need, np.where(still, 0.0, below), np.where(still, 0.0, above)).moves
        if len(some) == len(everybody):
            np.maximum(up, moves, out=up)
            np.minimum(down, moves, out=down)
        if met(need, moves):
            return
        if len(some) == 1:
            yield int(some[0])
            return
        for half in np.array_split(some, 2):
            yield from failing(need, half)

    return tuple(
        Need(need.cell, need.sign, need.amount, person)
        for need in asked
        for person in failing(need, everybody[everybody != problem.alone[need.cell]])
    )
