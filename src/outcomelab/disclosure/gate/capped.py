"""A lifetime's worth of cells: past so many counts of one outcome, rounding alone no longer protects.

Dinur & Nissim (2003): enough counts over subsets of n persons give their values away, whatever the rounding. One
cell for every ten persons keeps far from that (measured: `make bench`).
"""

from __future__ import annotations

import numpy as np

from outcomelab.disclosure.gate.bits import connected, shared, sizes
from outcomelab.disclosure.gate.known import Populations


def past_the_cap(new: Populations, past: Populations, persons_a_cell: int) -> tuple[int, ...]:
    """Which `new` populations would make too many distinct cells of one outcome over a published population.

    Held against N / `persons_a_cell` are every whole population, new or earlier, by the cells inside it, and
    everyone connected with the new ones taken together.
    """
    refused: set[int] = set()
    for outcome in new.outcomes:
        mine, others = new.telling(outcome), past.telling(outcome)
        others = others.only(connected(mine.words, others.words))
        both = mine.with_(others)
        _, first = np.unique(both.words, axis=0, return_index=True)
        distinct = both.only(np.isin(np.arange(len(both.about)), first))
        everyone = np.bitwise_or.reduce(both.words, axis=0)[None, :]
        wholes = np.unique(np.vstack([everyone, both.role("whole").words]), axis=0)
        inside = shared(wholes, distinct.words) == sizes(distinct.words)
        over = inside.sum(axis=1) * persons_a_cell > sizes(wholes)
        before = _told_before(mine, others)
        adds = shared(wholes[over], mine.words) == sizes(mine.words)
        names = [place for place, one in enumerate(new.about) if outcome in one.told]
        refused.update(names[place] for place in np.flatnonzero(adds.any(axis=0) & ~before))
    return tuple(sorted(refused))


def _told_before(new: Populations, past: Populations) -> np.ndarray:
    """Which of the `new` cells are the same as an earlier one: they add none."""
    old = {row.tobytes() for row in past.words}
    return np.array([row.tobytes() in old for row in new.words], dtype=np.bool_)
