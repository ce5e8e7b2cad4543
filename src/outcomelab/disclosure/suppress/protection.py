"""Whether what is withheld protects: which needs are not met, and what they would take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from scipy.sparse import csr_array

from outcomelab.disclosure.suppress.attacker import CLOSE, Attacker
from outcomelab.disclosure.suppress.cuts import Cut, cut
from outcomelab.disclosure.suppress.problem import GIVEN_AWAY, NOBODY, Bools, Floats, Need, Problem
from outcomelab.disclosure.suppress.together import met_together
from outcomelab.errors import DisclosureRefused


def met(need: Need, moves: Floats) -> bool:
    """Whether `moves`, which keep all sums, take the need's cell as far as it has to be able to go."""
    return bool(need.sign * moves[need.cell] >= need.amount * (1 - CLOSE))


def unmet(
    problem: Problem, withheld: Bools, asked: Sequence[Need], transposed: csr_array, ends: float = np.inf
) -> Iterator[tuple[Need, Cut]]:
    """Every need that `withheld` (primary cells included) does not meet, and the cut that it breaks.

    Raises DisclosureRefused when a need cannot be met whatever is withheld, TimeoutError at `ends`.
    """
    attacker = Attacker(problem, withheld, ends)
    below, above = problem.values[attacker.cells], np.full(len(attacker.cells), np.inf)
    anybody = [need for need in asked if need.person == NOBODY]
    shown = met_together(attacker, anybody, below, above)
    left = [need for need, done in zip(anybody, shown, strict=True) if not done]
    up, down = np.zeros(len(withheld)), np.zeros(len(withheld))
    for need in [*left, *(need for need in asked if need.person != NOBODY)]:
        if need.person == NOBODY and met(need, up if need.sign > 0 else down):
            continue
        reached = attacker.reach(need, below, above)
        np.maximum(up, reached.moves, out=up)
        np.minimum(down, reached.moves, out=down)
        if met(need, reached.moves):
            continue
        found = cut(problem, need, reached, transposed)
        if found is None or not len(found.cells):
            raise DisclosureRefused(GIVEN_AWAY)
        yield need, found
