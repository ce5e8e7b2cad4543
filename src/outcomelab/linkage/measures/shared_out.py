"""A number of matches shared out among the levels of a grouping, none with more than it has people for."""

from __future__ import annotations

import numpy as np

from outcomelab.linkage.levels import Floats


def shared_out(number: float, told: Floats, room: Floats) -> Floats:
    """`number` matches by level, as `told` of each; where nothing is told, by room. No level gets more than its
    `room`, the people in it for whom no match was counted yet: what would not fit goes to the others in the same
    way, the rest by the room there is."""
    told = told if told.sum() > 0 else room
    shares = np.zeros(len(room))
    for _ in room:  # each time round, one level more is full, or all is shared out
        shares = _more(shares, number, np.where(shares < room, told, 0.0), room)
    return _more(shares, number, room - shares, room)


def _more(shares: Floats, number: float, weight: Floats, room: Floats) -> Floats:
    """What is left of `number` shared out by `weight`, as far as there is `room`."""
    left = max(number - float(shares.sum()), 0.0)
    return np.minimum(shares + left * weight / max(float(weight.sum()), np.finfo(float).tiny), room)
