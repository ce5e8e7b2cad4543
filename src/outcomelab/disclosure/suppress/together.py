"""Many needs shown to be met by one linear program: in one way of all cells moving, many of them go far enough."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from outcomelab.disclosure.suppress.attacker import CLOSE, Attacker
from outcomelab.disclosure.suppress.problem import Bools, Floats, Need

_FEWEST = 4  # needs for which it is worth a program
_WORTH = 20  # needs a program settles, or a twentieth of those left, for another to be tried


def met_together(attacker: Attacker, needs: Sequence[Need], below: Floats, above: Floats) -> Bools:
    """Of each need, whether a way was found for its cell to go as far as it has to while `attacker`'s cells may
    move so far down and up. False says nothing: that need has to be looked at by itself.
    """
    cell = np.array([need.cell for need in needs], dtype=np.int64)
    sign = np.array([float(need.sign) for need in needs])
    amount = np.array([need.amount for need in needs])
    met = np.zeros(len(needs), dtype=bool)
    while (~met).sum() >= _FEWEST:
        left = np.flatnonzero(~met)
        _, first = np.unique(cell[left], return_index=True)  # one cell cannot go both ways at once
        asked = left[first]
        moves = attacker.reach_together(cell[asked], sign[asked], amount[asked], below, above)
        new = ~met & (sign * moves[cell] >= amount * (1 - CLOSE))
        met |= new
        if new.sum() < max(_FEWEST, min(_WORTH, len(left) / 20)):
            break
    return met
