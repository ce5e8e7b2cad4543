"""Which participants a result is about: said by their rows, so that the ledger need not see what was compared."""

from __future__ import annotations

import numpy as np

from outcomelab.handovers.membership import as_bits
from outcomelab.impact.arrays import Bools
from outcomelab.impact.chosen import Chosen, Comparable


def told_of(people: Comparable, chosen: Chosen, took_part: Bools) -> str:
    """The participants compared, among all who `took_part` in the table, as `membership.as_bits` writes them."""
    compared = np.zeros(len(took_part), dtype=np.bool_)
    compared[people.rows[people.participant & (chosen.weight > 0)]] = True
    return as_bits(compared[took_part])
