"""The safe choice of cells that costs least: cuts added as they are found broken, on HiGHS.

Fischetti & Salazar (2001), Solving the cell suppression problem on tabular data with linear constraints,
Management Science 47(7): a choice is safe when, for every need, a linear program over the withheld cells reaches
it; by duality each need gives one cut for each set of prices. Here cuts are looked for at fractional solutions,
over the cells in use only, which keeps each linear program small; then at integer ones; cells whose reduced cost
is more than what a known safe choice leaves are closed for good. Where the best choice known costs far more than
the cuts ask for, a better one is looked for by exchanges of cells.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy.sparse import csr_array

from outcomelab.disclosure.suppress.attacker import CLOSE, Attacker
from outcomelab.disclosure.suppress.cuts import Cut, cut, line_cuts
from outcomelab.disclosure.suppress.exchange import LARGEST, Exchange
from outcomelab.disclosure.suppress.master import Master, Relaxed
from outcomelab.disclosure.suppress.problem import Bools, Floats, Ints, Need, Problem, needs
from outcomelab.disclosure.suppress.protection import unmet
from outcomelab.disclosure.suppress.rounding import by_ways, safe

_VIOLATED = 0.02
_STALLED = 1e-4
_STALLS = 4
_SLACK = 1e-6
_CREEP = 1e-3
GRACE = 0.1  # of the seconds given, how much a choice found by rounding may take longer
_LEAST_GRACE = 1.0
_EARLY = 0.5  # of the time, how long cuts are looked for before there is a choice
_FAR = 0.1  # above what no choice costs less than: where exchanges gain more than another integer program
_TASTE = 5.0  # seconds that the first integer program gets, or a quarter of the time left


@dataclass(frozen=True)
class Suppression:
    """`withheld`: primary and other cells. `bound`: no safe choice costs less beside the primary cells.
    `solver`: which way it was found: optimal, rounding or hypercube."""

    withheld: Bools
    cost: float
    bound: float
    solver: str


@dataclass(frozen=True)
class _State:
    """How far the search is: the best safe choice, what bounds every other, and what a fallback starts from."""

    withheld: Bools
    bound: float
    x: Floats
    asked: tuple[Need, ...]
    cuts: tuple[Cut, ...]
    proven: bool


def optimal(
    problem: Problem, seconds: float, boxes: Callable[[float], Sequence[Ints]] = lambda _: ()
) -> Suppression:
    """The safe choice that costs least; when `seconds` are over before that is known, the best one by LP rounding,
    within a tenth of `seconds` more. `boxes`: those around each primary cell, asked for, with the
    end of the time, where proof is not near.

    Raises DisclosureRefused when no choice is safe, TimeoutError when none was found in time.
    """
    ends = time.monotonic() + seconds
    latest = ends + max(GRACE * seconds, _LEAST_GRACE)
    transposed = csr_array(problem.relations.T)
    state = None
    with suppress(TimeoutError):
        for state in _search(problem, transposed, boxes, ends, latest):
            if state.proven:
                break
    if state is None:
        raise TimeoutError
    best, solver = state.withheld, "optimal"
    if not state.proven:
        solver = "rounding"
        with suppress(TimeoutError):
            trial = by_ways(problem, state.x, state.asked, latest)
            found = safe(problem, trial, state.asked, needs(problem), transposed, state.cuts, latest, latest)
            best = min(best, found.withheld, key=lambda withheld: _price(problem, withheld))
    price = _price(problem, best)
    return Suppression(best, price, min(state.bound, price), solver)


def _search(
    problem: Problem,
    transposed: csr_array,
    boxes: Callable[[float], Sequence[Ints]],
    ends: float,
    latest: float,
) -> Iterator[_State]:
    """Ever better choices, until the last is proven to cost least. Raises TimeoutError at `ends`, or at `latest`
    when there is none yet. The first comes from the integer program only where that is soon solved, and else from
    the cheapest ways beside what its linear program withholds."""
    early = time.monotonic() + _EARLY * (ends - time.monotonic())
    base = needs(problem)
    asked = [need for need, _ in unmet(problem, problem.primary, base, transposed, latest)]
    master = Master(problem, latest)
    master.add(line_cuts(problem, asked))
    grain = 1.0 if problem.whole_costs else 1e-6
    best, bound, alive = None, 0.0, problem.free.copy()
    exchange: Exchange | None = None
    while True:
        until = early if best is None else ends
        relaxed = _tightened(problem, master, asked, transposed, until)
        if best is not None:
            alive &= relaxed.reduced <= _price(problem, best) - relaxed.bound - grain + _SLACK
        most = ends - time.monotonic()
        if best is None:
            most = min(_TASTE, most / 4)
        chosen = master.chosen(alive, best, most)
        bound = max(bound, relaxed.bound, chosen.bound)
        if best is None or bound <= _price(problem, best) - grain + _SLACK:
            trial = relaxed.x > 0.5 if chosen.withheld is None else chosen.withheld
            if best is None and chosen.bound <= _price(problem, trial) - grain + _SLACK:
                with suppress(TimeoutError):
                    trial = by_ways(problem, relaxed.x, asked, ends)
            with suppress(TimeoutError):
                master.add(_sharpened(problem, trial, asked, alive, transposed, until))
            last = latest if best is None else ends
            found = safe(problem, trial, asked, base, transposed, master.cuts, ends, last)
            asked += [need for need in found.found if need not in asked]
            master.add(found.cuts)
            if best is None or _price(problem, found.withheld) < _price(problem, best):
                best = found.withheld
            if _price(problem, best) > max(bound, grain) * (1 + _FAR):
                if exchange is None and found.withheld.sum() <= LARGEST:
                    exchange = Exchange(problem, boxes(ends), base, transposed)
                if exchange is not None:
                    best = min(best, exchange.better(found.withheld, ends), key=partial(_price, problem))
        proven = bound > _price(problem, best) - grain + _SLACK
        yield _State(best, bound, relaxed.x, tuple(asked), master.cuts, proven)
        if not proven and time.monotonic() >= ends:
            raise TimeoutError


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
        new = 0
        with suppress(TimeoutError):
            new = master.add(_violated(problem, relaxed.x, asked, transposed, ends))
        if not new:
            return relaxed


def _violated(
    problem: Problem, x: Floats, asked: Sequence[Need], transposed: csr_array, ends: float
) -> Iterator[Cut]:
    """Cuts that the fractional choice `x` breaks. Every cell but the primary ones may move by its share of what
    is needed: a weight beyond that would be cut down anyhow."""
    attacker = Attacker(problem, problem.primary | (x > CLOSE), ends)
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
    problem: Problem, trial: Bools, asked: Sequence[Need], alive: Bools, transposed: csr_array, ends: float
) -> Iterator[Cut]:
    """Cuts that the choice `trial` breaks, made so that few and dear cells would mend it: cells that are shown may
    move as well, by very little, the cheap ones by more, and a cut is sought that is worst even so."""
    broken = [need for need, _ in unmet(problem, trial | problem.primary, asked, transposed, ends)]
    if not broken:
        return
    attacker = Attacker(problem, problem.primary | trial | alive, ends)
    primary, values = problem.primary[attacker.cells], problem.values[attacker.cells]
    cost = problem.cost[attacker.cells]
    part = np.where(trial[attacker.cells], 1.0, _CREEP * cost[~primary].min(initial=1.0) / np.maximum(cost, 1e-9))
    for need in broken:
        below = np.where(primary, values, np.minimum(values, need.amount) * part)
        above = np.where(primary, np.inf, need.amount * part)
        found = cut(problem, need, attacker.reach(need, below, above), transposed)
        if found is not None:
            yield found
