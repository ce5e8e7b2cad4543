"""A safe choice made from any other: repaired where it does not protect, then rid of what is not needed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from outcomelab.disclosure.suppress.attacker import CLOSE, Attacker
from outcomelab.disclosure.suppress.contributors import unmet_by_contributors
from outcomelab.disclosure.suppress.cuts import Cut
from outcomelab.disclosure.suppress.problem import Bools, Floats, Ints, Need, Problem
from outcomelab.disclosure.suppress.protection import met, unmet
from outcomelab.disclosure.suppress.ways import Ways

_FREE = 1e-3


@dataclass(frozen=True)
class Safe:
    """A choice of cells that meets every need, and the cuts and sole contributors' needs met on the way to it."""

    withheld: Bools
    cuts: tuple[Cut, ...]
    found: tuple[Need, ...]


def safe(
    problem: Problem,
    withheld: Bools,
    asked: Sequence[Need],
    base: Sequence[Need],
    transposed: csr_array,
    known: Sequence[Cut],
    enough: float,
    ends: float,
) -> Safe:
    """A choice near `withheld` that meets `asked`, and `base` also for everybody who is alone in a cell.

    known: cuts that hold, found before. enough: when to stop looking for what is not needed. Raises TimeoutError
    when at `ends` nothing safe was found.
    """
    chosen, cuts = repaired(problem, withheld, asked, transposed, ends)
    found: list[Need] = []
    while True:
        chosen = pruned(problem, chosen, [*asked, *found], [*known, *cuts], min(enough, ends))
        more = unmet_by_contributors(problem, chosen, base, ends)
        if not more:
            return Safe(chosen, tuple(cuts), tuple(found))
        found += more
        chosen, new = repaired(problem, chosen, more, transposed, ends)
        cuts += new


def by_ways(problem: Problem, x: Floats, asked: Sequence[Need], ends: float) -> Bools:
    """Cells for every need in turn, by the cheapest way for its cell to move; what the fractional choice `x`
    withholds anyhow costs the less for it. Raises TimeoutError at `ends`."""
    ways, chosen = Ways(problem, ends), problem.primary.copy()
    for need in asked:
        way = ways.cheapest(need, np.where(chosen, _FREE, problem.cost * (1 - x) + _FREE))
        if way is not None:
            chosen |= way
    return chosen


def repaired(
    problem: Problem, withheld: Bools, asked: Sequence[Need], transposed: csr_array, ends: float
) -> tuple[Bools, list[Cut]]:
    """`withheld` and as many cells more as it takes that every need is met; and the cuts that were broken.

    Of every cut broken, the cell that costs least for its weight. Withholding more never harms a need.
    """
    chosen, cuts = withheld | problem.primary, list[Cut]()
    while True:
        broken = list(unmet(problem, chosen, asked, transposed, ends))
        if not broken:
            return chosen, cuts
        for _, found in broken:
            cuts.append(found)
            new = ~chosen[found.cells]
            if new.any() and float(found.weights @ ~new) < 1 - CLOSE:
                price = problem.cost[found.cells[new]] / found.weights[new]
                chosen[found.cells[new][np.argmin(price)]] = True
        asked = [need for need, _ in broken]


def pruned(problem: Problem, withheld: Bools, asked: Sequence[Need], cuts: Sequence[Cut], ends: float) -> Bools:
    """`withheld` without the cells that no need needs, the dearest tried first.

    A cell that one of the `cuts` cannot do without is not tried. For every need one way for its cell to move is
    kept: closing another cell can harm only the ways that go through it.
    """
    attacker = Attacker(problem, withheld, ends)
    below, above = problem.values[attacker.cells].copy(), np.full(len(attacker.cells), np.inf)
    extra = np.flatnonzero(withheld & ~problem.primary)
    here = np.searchsorted(attacker.cells, extra)
    weights = _weights(cuts, extra, len(withheld))
    covered = weights.sum(axis=1)
    uses: Bools | None = None
    kept = withheld.copy()
    with suppress(TimeoutError):
        for i in np.argsort(-problem.cost[extra], kind="stable"):
            if (covered - weights[:, i] < 1 - CLOSE).any():
                continue
            if uses is None:
                uses = np.array(
                    [np.abs(attacker.reach(need, below, above).moves[extra]) > CLOSE for need in asked]
                )
            below[here[i]] = above[here[i]] = 0.0
            other = _without(attacker, [asked[n] for n in np.flatnonzero(uses[:, i]).tolist()], below, above)
            if other is None:
                below[here[i]], above[here[i]] = problem.values[extra[i]], np.inf
                continue
            kept[extra[i]] = False
            covered -= weights[:, i]
            if len(other):
                uses[uses[:, i]] = np.abs(other[:, extra]) > CLOSE
    return kept


def _without(attacker: Attacker, asked: Sequence[Need], below: Floats, above: Floats) -> Floats | None:
    """Ways for the cells of all those needs to move (needs × cells); None when one has none."""
    ways = []
    for need in asked:
        ways.append(attacker.reach(need, below, above).moves)
        if not met(need, ways[-1]):
            return None
    return np.array(ways)


def _weights(cuts: Sequence[Cut], cells: Ints, size: int) -> Floats:
    """Cuts × cells."""
    place = np.full(size, -1)
    place[cells] = np.arange(len(cells))
    weights = np.zeros((len(cuts), len(cells)))
    for row, found in zip(weights, cuts, strict=True):
        inside = place[found.cells] >= 0
        row[place[found.cells[inside]]] = found.weights[inside]
    return weights
