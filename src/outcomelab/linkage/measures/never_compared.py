"""How many matches were probably never compared, told by two ways of finding a match that miss it for reasons of
their own.

By the whole date of birth and without it: of what one finds, the share the other misses (Petersen 1896; Chapman
1951, the bias-corrected form). Lists without dates of birth have one way only; there it is told by how many
matches one combination found and how many two (Chao 1987, the bias-corrected form). Groups whose records are
spoiled more are missed more, so each is told by its own matches (stratification: Sekar and Deming 1949).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from outcomelab.linkage.candidates import BY_DATE, OTHERWISE
from outcomelab.linkage.levels import Floats
from outcomelab.linkage.score import Pairs

_WAYS = (BY_DATE, OTHERWISE, BY_DATE | OTHERWISE)


def found_by_participant(pairs: Pairs, matches: Floats, listed: int) -> Floats:
    """Expected matches of each participant (listed x 5): found by date alone, otherwise alone, both ways; and by
    one combination, by two. matches: of each pair."""
    how = (*(pairs.ways == way for way in _WAYS), *(pairs.found_by == times for times in (1, 2)))
    return np.stack([np.bincount(pairs.participant[which] - 1, matches[which], listed) for which in how], axis=1)


def never_compared(pairs: Pairs, matches: Floats) -> float:
    """How many matches were probably never compared, because no combination of identifiers found them. matches:
    the probability of each pair."""
    return _of(found_by_participant(pairs, matches, int(pairs.participant.max(initial=0))).sum(axis=0))


def shared_out(missed: float, found: Floats, place: npt.NDArray[np.intp], room: Floats) -> Floats:
    """`missed` matches, of all, by level of a grouping (`place` of each participant), as each level's own `found`
    tell; where they tell nothing, as they are found. No level gets more than its `room`, the people in it for whom
    no match was compared: what would not fit goes to the others in the same way, the rest by the room there is."""
    by_level = np.stack([np.bincount(place, column, len(room)) for column in found.T], axis=1)
    told = np.array([_of(one) for one in by_level])
    told = told if told.sum() > 0 else by_level[:, :3].sum(axis=1)
    shares = np.zeros(len(room))
    for _ in room:  # each time round, one level more is full, or all is shared out
        shares = _more(shares, missed, np.where(shares < room, told, 0.0), room)
    return _more(shares, missed, room - shares, room)


def _more(shares: Floats, missed: float, weight: Floats, room: Floats) -> Floats:
    """What is left of `missed` shared out by `weight`, as far as there is `room`."""
    left = max(missed - float(shares.sum()), 0.0)
    return np.minimum(shares + left * weight / max(float(weight.sum()), np.finfo(float).tiny), room)


def _of(found: Floats) -> float:
    by_date, otherwise, both, once, twice = (float(value) for value in found)
    if by_date + both > 0:
        return by_date * otherwise / (both + 1)
    return max(once * (once - 1), 0.0) / (2 * (twice + 1))
