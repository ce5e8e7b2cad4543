"""The safe choice of cells that costs least: cuts added as they are found broken, on HiGHS.

Fischetti & Salazar (2001), Solving the cell suppression problem on tabular data with linear constraints,
Management Science 47(7): a choice is safe when, for every need, a linear program over the withheld cells reaches
it; by duality each need gives one cut for each set of prices. Here cuts are looked for at fractional solutions,
over the cells in use only, which keeps each linear program small; then at integer ones; cells whose reduced cost
is more than what a known safe choice leaves are closed for good.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from outcomelab.disclosure.suppress.attacker import CLOSE, Attacker
from outcomelab.disclosure.suppress.cuts import Cut, cut, line_cuts
from outcomelab.disclosure.suppress.master import Master, Relaxed
from outcomelab.disclosure.suppress.problem import Bools, Floats, Need, Problem, needs
from outcomelab.disclosure.suppress.protection import unmet
from outcomelab.disclosure.suppress.rounding import by_ways, safe

_VIOLATED = 0.02
_STALLED = 1e-4
_STALLS = 4
_SLACK = 1e-6
_CREEP = 1e-3


@dataclass(frozen=True)
class Suppression:
    """`withheld`: primary and other cells. `bound`: no safe choice costs less beside the primary cells.
    `solver`: which way it was found: optimal, rounding or hypercube."""

    withheld: Bools
    cost: float
    bound: float
    solver: str


def optimal(problem: Problem, seconds: float) -> Suppression:
    """The safe choice that costs least; when `seconds` are over before that is known, the best one by LP rounding.

    Raises DisclosureRefused when no choice is safe.
    """
    ends = time.monotonic() + seconds
    transposed = csr_array(problem.relations.T)
    base = needs(problem)
    asked = [need for need, _ in unmet(problem, problem.primary, base, transposed)]
    master = Master(problem)
    master.add(line_cuts(problem, asked))
    grain = 1.0 if problem.whole_costs else 1e-6
    best, bound, alive = None, 0.0, problem.free.copy()
    while True:
        relaxed = _tightened(problem, master, asked, transposed, ends)
        if best is not None:
            alive &= relaxed.reduced <= _price(problem, best) - relaxed.bound - grain + _SLACK
        chosen = master.chosen(alive, best, ends - time.monotonic())
        bound = max(bound, relaxed.bound, chosen.bound)
        if best is None or bound <= _price(problem, best) - grain + _SLACK:
            trial = relaxed.x > 0.5 if chosen.withheld is None else chosen.withheld
            master.add(_sharpened(problem, trial, asked, alive, transposed))
            found = safe(problem, trial, asked, base, transposed, master.cuts, ends)
            asked += [need for need in found.found if need not in asked]
            master.add(found.cuts)
            if best is None or _price(problem, found.withheld) < _price(problem, best):
                best = found.withheld
        price = _price(problem, best)
        if bound > price - grain + _SLACK:
            return Suppression(best, price, min(bound, price), "optimal")
        if time.monotonic() >= ends:
            trial = by_ways(problem, relaxed.x, asked)
            found = safe(problem, trial, asked, base, transposed, master.cuts, ends + seconds)
            best = min(best, found.withheld, key=lambda withheld: _price(problem, withheld))
            return Suppression(best, _price(problem, best), bound, "rounding")


def _price(problem: Problem, withheld: Bools) -> float:
    return float(problem.cost[withheld & ~problem.primary].sum())


def _tightened(
    problem: Problem, master: Master, asked: Sequence[Need], transposed: csr_array, ends: float
) -> Relaxed:
    """The linear program over the cuts, with those it breaks added until none is found, or it moves no more."""
    stalls, last = 0, -1.0
    while True:
        relaxed = master.relaxed()
        stalls = stalls + 1 if relaxed.bound <= last * (1 + _STALLED) else 0
        last = relaxed.bound
        if stalls > _STALLS or time.monotonic() >= ends:
            return relaxed
        if not master.add(_violated(problem, relaxed.x, asked, transposed)):
            return relaxed


def _violated(problem: Problem, x: Floats, asked: Sequence[Need], transposed: csr_array) -> Iterator[Cut]:
    """Cuts that the fractional choice `x` breaks. Every cell but the primary ones may move by its share of what
    is needed: a weight beyond that would be cut down anyhow."""
    attacker = Attacker(problem, problem.primary | (x > CLOSE))
    primary, values, part = problem.primary[attacker.cells], problem.values[attacker.cells], x[attacker.cells]
    for need in asked:
        below = np.where(primary, values, np.minimum(values, need.amount) * part)
        above = np.where(primary, np.inf, need.amount * part)
        reached = attacker.reach(need, below, above)
        if reached.amount < need.amount * (1 - _VIOLATED):
            found = cut(problem, need, reached, transposed)
            if found is not None and found.weights @ x[found.cells] < 1 - _VIOLATED:
                yield found


def _sharpened(
    problem: Problem, trial: Bools, asked: Sequence[Need], alive: Bools, transposed: csr_array
) -> Iterator[Cut]:
    """Cuts that the choice `trial` breaks, made so that few and dear cells would mend it: cells that are shown may
    move as well, by very little, the cheap ones by more, and a cut is sought that is worst even so."""
    broken = [need for need, _ in unmet(problem, trial | problem.primary, asked, transposed)]
    if not broken:
        return
    attacker = Attacker(problem, problem.primary | trial | alive)
    primary, values = problem.primary[attacker.cells], problem.values[attacker.cells]
    cost = problem.cost[attacker.cells]
    part = np.where(trial[attacker.cells], 1.0, _CREEP * cost[~primary].min(initial=1.0) / np.maximum(cost, 1e-9))
    for need in broken:
        below = np.where(primary, values, np.minimum(values, need.amount) * part)
        above = np.where(primary, np.inf, need.amount * part)
        found = cut(problem, need, attacker.reach(need, below, above), transposed)
        if found is not None:
            yield found
