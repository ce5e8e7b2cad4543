"""How far two people agree beyond chance: Cohen's kappa and its 95% interval."""

from __future__ import annotations

from math import sqrt

import numpy as np
import numpy.typing as npt

from outcomelab.handovers.interval import Z95


def kappa(table: npt.ArrayLike) -> tuple[float, float, float] | None:
    """Cohen's kappa (1960) of a square table of counts, one rater's answers by the other's, with its 95% interval.

    The standard error is that of Fleiss, Cohen and Everitt (1969, eq. 13), which holds whatever kappa is. None
    for an empty table, or where chance alone would agree on everything: both raters gave one and the same
    answer throughout.
    """
    counts = np.asarray(table, dtype=np.float64)
    n = counts.sum()
    if not n:
        return None
    share = counts / n
    rows, columns = share.sum(axis=1), share.sum(axis=0)
    observed, chance = float(np.trace(share)), float(rows @ columns)
    if chance >= 1:
        return None
    best = (observed - chance) / (1 - chance)
    beyond_chance = 1.0 - chance
    on = float(np.diag(share) @ (beyond_chance - (rows + columns) * (1 - observed)) ** 2)
    margins = columns[:, None] + rows[None, :]
    off = (1 - observed) ** 2 * float((share * margins**2).sum() - np.diag(share) @ np.diag(margins) ** 2)
    variance = on + off - (observed * chance - 2 * chance + observed) ** 2
    se = sqrt(max(variance, 0.0) / n) / beyond_chance**2
    return best, max(best - Z95 * se, -1.0), min(best + Z95 * se, 1.0)
