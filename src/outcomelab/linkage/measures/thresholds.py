"""What the links would be at other thresholds: whether the choice of one matters."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from outcomelab.handovers.linkage import AtThreshold
from outcomelab.linkage.decide import Decision
from outcomelab.linkage.levels import Floats

THRESHOLDS = (0.5, 0.8, 0.9, 0.95, 0.99, 0.995, 0.999)


def at_thresholds(probability: Floats, decision: Decision, findable: float) -> Iterator[AtThreshold]:
    """Links at each of `THRESHOLDS`, and how many more or fewer that is than were kept.

    probability: of every pair. findable: the matches expected in the holding. The pairs that could be links
    are the same at any threshold, so the links of a higher one are among those of a lower.
    """
    possible = probability[decision.clear]
    for threshold in THRESHOLDS:
        kept = possible[possible >= threshold]
        right = float(kept.sum())
        yield AtThreshold(
            threshold=threshold,
            links=len(kept),
            changed=abs(len(kept) - int(np.size(decision.kept))),
            precision=right / len(kept) if len(kept) else None,
            recall=min(right / findable, 1.0) if findable > 0 else None,
        )
