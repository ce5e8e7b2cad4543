"""What a stratified sample of reviewed pairs says of all pairs: shares with 95% intervals.

Each stratum's share counts by the stratum's size, which is the estimator of Horvitz and Thompson (1952) for
random samples of fixed size within strata. The interval is Wilson's (1927) for the sample size that simple random
sampling would need for the same variance (Korn and Graubard 1998): it stays within 0 and 1, and says something
where every pair drawn is a match. A stratum's own variance is taken with half a pair more on either side, so that
a few pairs that all agree are not taken for certain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from outcomelab.handovers.interval import Z95


@dataclass(frozen=True)
class Stratum:
    """`size` pairs, of which some were drawn: `matches`, `others`, and those nobody could settle."""

    size: int
    matches: int
    others: int
    unsure: int = 0


def share_of_matches(strata: Sequence[Stratum]) -> tuple[float, float, float] | None:
    """The share of matches among all pairs of `strata`: best estimate and the ends of its 95% interval.

    Unsettled pairs are left out of the best estimate; the lower end counts them as no matches and the upper end
    as matches. None without pairs.
    """
    some = [stratum for stratum in strata if stratum.size]
    if not some:
        return None
    settled = [(one.size, one.matches + one.others, one.matches) for one in some]
    as_others = [(one.size, one.matches + one.others + one.unsure, one.matches) for one in some]
    as_matches = [(one.size, one.matches + one.others + one.unsure, one.matches + one.unsure) for one in some]
    return _interval(settled)[0], _interval(as_others)[1], _interval(as_matches)[2]


def _interval(strata: Sequence[tuple[int, int, int]]) -> tuple[float, float, float]:
    """From (size, drawn, matches) a stratum."""
    everything = sum(size for size, _, _ in strata)
    best = smooth = variance = 0.0
    for size, drawn, matches in strata:
        weight, share = size / everything, (matches + 0.5) / (drawn + 1)
        best += weight * (matches / drawn if drawn else share)
        smooth += weight * share
        variance += weight**2 * (1 - drawn / size) * share * (1 - share) / max(drawn, 1)
    if variance == 0:
        return best, best, best
    n = smooth * (1 - smooth) / variance
    centre = (best + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
    half = Z95 * sqrt(best * (1 - best) / n + Z95**2 / (4 * n**2)) / (1 + Z95**2 / n)
    return best, max(centre - half, 0.0), min(centre + half, 1.0)
