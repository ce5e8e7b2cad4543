"""An outcome among those who had another one: how soon, how often, of those who did at all.

The people compared are those of both matched groups who had the other outcome. The programme may have decided who
they are, so they need not be alike although the groups were: the difference is no effect (Rosenbaum 1984, on
adjusting for what comes after). It is reported as a description, as the Justice Data Lab does.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from outcomelab.handovers.impact import Estimate
from outcomelab.impact.arrays import Bools, Floats
from outcomelab.impact.chosen import Chosen
from outcomelab.impact.estimates import unpaired

AMONG = "among"
FEWEST = 2


def only_those(chosen: Chosen, inside: Bools) -> Chosen:
    """Of everybody compared those `inside` (n), who keep their weights."""
    return replace(chosen, weight=np.where(inside, chosen.weight, 0.0))


def difference_among(chosen: Chosen, y: Floats) -> Estimate:
    """Weighted means of `y` (n) less one another, with Welch's interval at the comparison's effective size; with
    fewer than `FEWEST` people on either side nothing can be said, and all of it is 0."""
    method = "regional" if chosen.method == "regional" else AMONG
    if min(chosen.matched, chosen.compared) < FEWEST:
        return Estimate(method, 0.0, 0.0, 0.0, 0.0, AMONG)
    found = unpaired(chosen, y)
    return replace(
        found,
        method=method,
        estimand=AMONG,
        participants=chosen.matched,
        matched=chosen.matched,
        effective=chosen.effective,
    )
