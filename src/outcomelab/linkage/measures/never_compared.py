"""How many matches were probably never compared, told by two ways of finding a match that miss it for reasons of
their own.

By the whole date of birth and without it: of what one finds, the share the other misses (Petersen 1896; Chapman
1951, the bias-corrected form). Lists without dates of birth have one way only; there it is told by how many
matches one combination found and how many two (Chao 1987, the bias-corrected form). Both are low where some
records are spoiled more than others; where participants are linked, `slips` tells more.
"""

from __future__ import annotations

from outcomelab.linkage.candidates import BY_DATE, OTHERWISE
from outcomelab.linkage.levels import Floats
from outcomelab.linkage.score import Pairs

_BOTH = BY_DATE | OTHERWISE


def never_compared(pairs: Pairs, matches: Floats) -> float:
    """How many matches were probably never compared, because no combination of identifiers found them. matches:
    the probability of each pair."""
    by_date, otherwise, both = (float(matches[pairs.ways == way].sum()) for way in (BY_DATE, OTHERWISE, _BOTH))
    if by_date + both > 0:
        return by_date * otherwise / (both + 1)
    once, twice = (float(matches[pairs.found_by == times].sum()) for times in (1, 2))
    return max(once * (once - 1), 0.0) / (2 * (twice + 1))
