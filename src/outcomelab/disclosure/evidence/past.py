"""How the persons of a release overlap with those of every earlier one."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from outcomelab.disclosure.gate.bits import shared, sizes
from outcomelab.disclosure.gate.known import Populations
from outcomelab.disclosure.ledger.persons import asked, past, placed
from outcomelab.disclosure.ledger.release import marked, release
from outcomelab.disclosure.ledger.store import Ledger, opened
from outcomelab.handovers.evidence import Overlap
from outcomelab.handovers.figures import Figures
from outcomelab.handovers.impact import ImpactResult
from outcomelab.protocol.model import Protocol


def overlaps(
    figures: Figures, impact: ImpactResult, protocol: Protocol, ledger: Ledger, membership: pa.Table
) -> tuple[Overlap, ...]:
    """For every earlier release over some of the same persons, the population nearest to each of this one's: the
    one from which it differs by fewest. Where this one is recorded already, as after a run that was killed, it and
    what came after it are no earlier ones. Raises LedgerError when the ledger cannot be read or trusted."""
    made = release(figures, impact, protocol, membership)
    with opened(ledger) as book:
        register = book.register(made.holding)
        members = placed(made, register)
        known = past(book, made.holding, members.sets.shape[1])
        mine = marked(ledger.key, made)
        recorded = next((one.number for one in book.released(made.holding) if one.mark == mine), math.inf)
    earlier = known.only([one.release < recorded for one in known.about])
    return tuple(nearest(asked(made, members), earlier))


def nearest(new: Populations, known: Populations) -> Iterator[Overlap]:
    """For every population and every earlier release that shares persons with it, the one there nearest to it."""
    numbers = np.array([one.release for one in known.about], dtype=np.int64)
    if not len(numbers):
        return
    common, mine, theirs = shared(new.words, known.words), sizes(new.words), sizes(known.words)
    for place, one in enumerate(new.about):
        apart = mine[place] + theirs - 2 * common[place]
        for number in np.unique(numbers):
            there = np.flatnonzero((numbers == number) & (common[place] > 0))
            if not len(there):
                continue
            near = int(there[np.argmin(apart[there])])
            both = int(common[place, near])
            earlier = known.about[near]
            alone = int(mine[place]) - both, int(theirs[near]) - both
            yield Overlap(one.name, int(number), earlier.study, earlier.name, both, *alone)
