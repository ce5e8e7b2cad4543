"""The chance that a two-sided test sees a difference, for each kind of outcome."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr, ndtri
from scipy.stats import nct
from scipy.stats import t as student


def of_rates(without: float, reached: float, mine: float, others: float, alpha: float) -> float:
    """Two proportions (0 to 1) in groups of `mine` and `others` people, the test's variance pooled (Fleiss, Levin
    & Paik 2003, section 4.2, without continuity correction)."""
    pooled = (mine * reached + others * without) / (mine + others)
    under_none = np.sqrt(pooled * (1 - pooled) * (1 / mine + 1 / others))
    as_it_is = np.sqrt(reached * (1 - reached) / mine + without * (1 - without) / others)
    return _both_tails(reached - without, under_none, as_it_is, alpha)


def of_means(difference: float, sd: float, mine: float, others: float, alpha: float) -> float:
    """Two means with one standard deviation: the t test's power (Cohen 1988, chapter 2)."""
    freedom = mine + others - 2
    shift = abs(difference) / sd / np.sqrt(1 / mine + 1 / others)
    reach = float(student.ppf(1 - alpha / 2, freedom))
    if shift > reach + 8:  # as good as certain, and past where the distribution can be computed
        return 1.0
    wrong_way = nct.cdf(-reach, freedom, shift) if shift < 3 else 0.0  # under 1e-6 from there on
    return float(nct.sf(reach, freedom, shift) + wrong_way)


def of_counts(
    without: float, reached: float, dispersion: float, mine: float, others: float, alpha: float
) -> float:
    """Two means of events a person, variance μ + kμ² with `dispersion` k: their difference, the test's variance
    pooled (Poisson: Ng & Tang 2005, statistic 2; with k their variances put in place)."""
    pooled = (mine * reached + others * without) / (mine + others)
    mean = np.array([pooled, reached, without])
    variance = mean + dispersion * mean**2
    under_none = np.sqrt(variance[0] * (1 / mine + 1 / others))
    as_it_is = np.sqrt(variance[1] / mine + variance[2] / others)
    return _both_tails(reached - without, float(under_none), float(as_it_is), alpha)


def _both_tails(difference: float, under_none: float, as_it_is: float, alpha: float) -> float:
    reach = -float(ndtri(alpha / 2)) * under_none
    return float(ndtr((abs(difference) - reach) / as_it_is) + ndtr((-abs(difference) - reach) / as_it_is))
