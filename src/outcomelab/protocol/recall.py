"""How far to trust an estimated recall."""

from __future__ import annotations

# What was missed is estimated from what was found. Held against the truth it mostly lay between half of the
# estimate and twice as much (docs/benchmarks.md, with the exceptions): judgement, and no confidence interval.
_TIMES = 2.0
_WIDE = 0.10


def recall_between(recall: float) -> tuple[float, float]:
    """Between what shares of the matches that are there the estimated `recall` (0-1) may lie, if twice as many
    were missed as estimated, or half."""
    missed = 1 - recall
    return recall / max(recall + missed * _TIMES, 1e-300), recall / max(recall + missed / _TIMES, 1e-300)


def uncertain(recall: float | None) -> tuple[float, float] | None:
    """The two shares, where they are more than 10 points apart; else None."""
    if recall is None:
        return None
    low, high = recall_between(recall)
    return (low, high) if high - low > _WIDE else None
