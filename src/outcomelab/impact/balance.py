"""How alike the groups are, before and after matching."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from outcomelab.handovers.impact import BalanceRow
from outcomelab.impact.arrays import Bools, Floats, read_only
from outcomelab.impact.features import Feature
from outcomelab.impact.kernels import level_sums, spread_out
from outcomelab.impact.moments import moments
from outcomelab.impact.propensity import expit

SCORE = "distance"
_BINS = 2_000
_CODES = 256  # what a byte can tell apart


def balance(features: tuple[Feature, ...], participant: Bools, weight: Floats) -> tuple[BalanceRow, ...]:
    """One row a feature. `weight` of each row, participants and comparison: 0 for those not compared.

    SMD: difference of means over the SD of all participants before matching (Stuart 2010), the pool's when
    the participants do not vary; an indicator's is √(p(1 − p)). Variance ratio: participants' over the others', of
    numbers only. KS: the largest distance between the two distribution functions (weighted; Kolmogorov 1933), a
    number's on a grid of 2,000 steps over its range.
    """
    categories = {id(feature.held): feature.held for feature in features if feature.code is not None}
    sizes = {key: level_sums(codes, participant, weight, _CODES) for key, codes in categories.items()}
    used = weight > 0
    return tuple(
        _row(feature, participant, weight, used)
        if feature.code is None
        else _of_level(feature, sizes[id(feature.held)])
        for feature in features
    )


def _row(feature: Feature, participant: Bools, weight: Floats, used: Bools) -> BalanceRow:
    """The row of a number."""
    values = read_only(feature.values)
    known = feature.known or moments(values)
    origin = float(values[int(np.argmax(participant))])
    found, bins = spread_out(values, participant, weight, origin, known.low, known.high, _BINS)
    persons = int(np.count_nonzero(used & participant))
    shares = np.cumsum(bins, axis=1) / bins.sum(axis=1)[:, None]
    return replace(
        _compared(feature, found, persons, int(np.count_nonzero(used)) - persons),
        variance_ratio_before=_ratio(found[0, 2], found[1, 2]),
        variance_ratio_after=_ratio(found[2, 2], found[3, 2]),
        ks_before=float(np.abs(shares[0] - shares[1]).max()),
        ks_after=float(np.abs(shares[2] - shares[3]).max()),
    )


def _of_level(feature: Feature, sizes: Floats) -> BalanceRow:
    """The row of one level, of the `sizes` of all of its category."""
    total = sizes[:4].sum(axis=1)
    share = sizes[:4, feature.code] / np.maximum(total, 1e-300)
    persons = sizes[4:, feature.code]
    found = np.column_stack([total, share, share * (1 - share)])
    return _compared(feature, found, int(persons[0]), int(persons[1]))


def _compared(feature: Feature, found: Floats, participants: int, comparison: int) -> BalanceRow:
    """The row of what `kernels.spread_out` found; an indicator's KS is the difference of shares."""
    mine, pool, matched, compared = found[:, 1]
    spread = _sd(found[0], feature.indicator) or _sd(found[1], feature.indicator)
    return BalanceRow(
        covariate=feature.covariate,
        level=feature.level,
        indicator=feature.indicator,
        participants=participants,
        comparison=comparison,
        mean_before=float(mine),
        mean_participants=float(matched),
        mean_pool=float(pool),
        mean_comparison=float(compared),
        sd=spread,
        smd_before=float(mine - pool) / spread if spread else 0.0,
        smd_after=float(matched - compared) / spread if spread else 0.0,
        ks_before=float(abs(mine - pool)),
        ks_after=float(abs(matched - compared)),
    )


def _sd(found: Floats, indicator: bool) -> float:
    """The sample's standard deviation from its size and mean squared distance."""
    return float(np.sqrt(found[2] * (1.0 if indicator else found[0] / max(found[0] - 1, 1.0))))


def score_balance(scores: Floats, participant: Bools, weight: Floats) -> BalanceRow:
    """The row of the propensity score itself, as a probability (MatchIt's `distance`), of everyone comparable."""
    feature = Feature(SCORE, "", expit(scores))
    return replace(_row(feature, participant, weight, weight > 0), score=True)


def _ratio(mine: float, others: float) -> float | None:
    return float(mine / others) if others > 0 else None
