"""How often so much goes wrong at once that no combination of identifiers finds a match, by rates of slips.

The states of the identifiers that both records give are independent but for one term, e to the `together` times
k(k - 1)/2 for k identifiers that are wrong: above 0 slips keep company, below 0 they keep apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from outcomelab.linkage.levels import Floats
from outcomelab.linkage.measures.agreeing import Identifier, Places
from outcomelab.linkage.measures.groupings import Mask


@dataclass(frozen=True)
class Uncompared:
    """Identifiers (`places`) that both records give, and the ways to agree on them that no combination finds: each
    identifier's state (`states`), and how many of them are `wrong`."""

    places: tuple[int, ...]
    states: tuple[Places, ...]
    wrong: Places


@dataclass(frozen=True)
class Chances:
    """For a match with these identifiers on both sides: `cells`, the probability of each way that is not found,
    and `never`, of all of them; `slips`, of 0, 1, 2 ... wrong ones; `lean`: by identifier, by how much its being
    right and its being wrong are more frequent than its own rates have it, for the company they keep."""

    cells: Floats
    never: float
    slips: Floats
    lean: tuple[tuple[float, float], ...]


def excess(slips: Places) -> Floats:
    """How many pairs of slips there are among so many."""
    pairs: Floats = slips * (slips - 1) / 2
    return pairs


def uncompared(
    identifiers: Sequence[Identifier], combinations: Sequence[Sequence[tuple[int, int]]], given: int
) -> Uncompared:
    """The ways to agree that no combination finds; `given` has a bit for each identifier that both give."""
    places = tuple(i for i in range(len(identifiers)) if given >> i & 1)
    if not places:
        return Uncompared((), (), np.zeros(1, np.intp))
    shape = [len(identifiers[i].wrong) for i in places]
    found = np.zeros(shape, bool)
    for combination in combinations:
        if all(i in places for i, _ in combination):
            agree = np.ones(shape, bool)
            for i, part in combination:
                agree &= _along(identifiers[i].agrees[:, part], places.index(i), len(places))
            found |= agree
    states = np.nonzero(~found)
    wrong = np.zeros(len(states[0]), np.intp)
    for i, state in zip(places, states, strict=True):
        wrong += identifiers[i].wrong[state]
    return Uncompared(places, states, wrong)


def chances(
    one: Uncompared, rates: Sequence[Floats], identifiers: Sequence[Identifier], together: float
) -> Chances:
    """What `rates` (by identifier, of each state) and `together` make of it."""
    wrong = [float(rates[i][identifiers[i].wrong].sum()) for i in one.places]
    company = np.exp(together * excess(np.arange(len(wrong) + 1)))
    slips = _slips(wrong) * company
    all_ways = float(slips.sum())
    cells = company[one.wrong] / all_ways
    for i, state in zip(one.places, one.states, strict=True):
        cells = cells * rates[i][state]
    lean = []
    for place in range(len(wrong)):
        others = _slips(wrong[:place] + wrong[place + 1 :])
        lean.append((float(others @ company[:-1]) / all_ways, float(others @ company[1:]) / all_ways))
    return Chances(cells, min(float(cells.sum()), 1.0), slips / all_ways, tuple(lean))


def _slips(wrong: Sequence[float]) -> Floats:
    """The probability of 0, 1, 2 ... slips, were they independent."""
    distribution = np.ones(1)
    for rate in wrong:
        distribution = np.convolve(distribution, [1 - rate, rate])
    return distribution


def _along(values: Mask, axis: int, axes: int) -> Mask:
    return values.reshape([-1 if i == axis else 1 for i in range(axes)])
