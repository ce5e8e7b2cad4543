"""The gate for tables: the same rules, but what a table tells by itself its own audit has seen to."""

from __future__ import annotations

import numpy as np

from outcomelab.disclosure.gate.bits import connected
from outcomelab.disclosure.gate.capped import past_the_cap
from outcomelab.disclosure.gate.check import Broken
from outcomelab.disclosure.gate.differencing import differing_by_few
from outcomelab.disclosure.gate.known import Populations
from outcomelab.disclosure.gate.limits import Limits
from outcomelab.disclosure.gate.narrowed import narrowed


def broken_by_table(new: Populations, past: Populations, limits: Limits) -> tuple[Broken, ...]:
    """Every rule across releases that a table's populations break after `past`; none when it may leave."""
    found = tuple(
        one
        for one in (
            Broken("differencing", _differing(new, past, limits.threshold)),
            Broken("cells", past_the_cap(new, past, limits.persons_a_cell)),
        )
        if one.populations
    )
    if found:
        return found
    touched = past.only(connected(new.words, past.words)) if past.about else past
    before = set(touched.outcomes)
    tried = ((outcome, narrowed(new, touched, outcome, limits)) for outcome in new.outcomes if outcome in before)
    return tuple(Broken("narrowed", places, outcome) for outcome, places in tried if places)


def _differing(new: Populations, past: Populations, threshold: int) -> tuple[int, ...]:
    """Populations that differ by few from earlier ones, or by what is left of those; not from one another, since
    the cells by which they do are withheld, and audited, in the table itself."""
    if not past.about:
        return ()
    found = set(differing_by_few(new, past, threshold))
    own = found & set(differing_by_few(new, past.only(np.zeros(len(past.about), dtype=np.bool_)), threshold))
    alone = {
        place for place in own if differing_by_few(new.only(np.arange(len(new.about)) == place), past, threshold)
    }
    return tuple(sorted((found - own) | alone))
