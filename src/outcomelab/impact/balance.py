"""How alike the groups are, before and after matching."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from outcomelab.handovers.impact import BalanceRow
from outcomelab.impact.arrays import Bools, Floats
from outcomelab.impact.features import Feature
from outcomelab.impact.kernels import binned, sums
from outcomelab.impact.propensity import expit

SCORE = "distance"
_BINS = 2_000


def balance(features: tuple[Feature, ...], participant: Bools, weight: Floats) -> tuple[BalanceRow, ...]:
    """One row a feature. `weight` of each row, participants and comparison: 0 for those not compared.

    SMD: difference of means over the SD of all participants before matching (Stuart 2010), the pool's when
    the participants do not vary; an indicator's is √(p(1 − p)). Variance ratio: participants' over the others', of
    numbers only. KS: the largest distance between the two distribution functions (weighted; Kolmogorov 1933), a
    number's on a grid of 2,000 steps over its range.
    """
    return tuple(_row(feature, participant, weight) for feature in features)


def _row(feature: Feature, participant: Bools, weight: Floats) -> BalanceRow:
    values = feature.values
    found = sums(values, participant, weight, float(values[int(np.argmax(participant))]))
    mine, pool, matched, compared = found[:, 1]
    spread = _sd(found[0], feature.indicator) or _sd(found[1], feature.indicator)
    used = weight > 0
    counted = used & (values > 0) if feature.indicator else used
    ratios: tuple[float | None, float | None] = (None, None)
    if feature.indicator:
        distances = (abs(mine - pool), abs(matched - compared))
    else:
        ratios = (_ratio(found[0, 2], found[1, 2]), _ratio(found[2, 2], found[3, 2]))
        distances = _distances(values, participant, weight)
    persons = int((counted & participant).sum())
    return BalanceRow(
        covariate=feature.covariate,
        level=feature.level,
        indicator=feature.indicator,
        participants=persons,
        comparison=int(counted.sum()) - persons,
        mean_before=float(mine),
        mean_participants=float(matched),
        mean_pool=float(pool),
        mean_comparison=float(compared),
        sd=spread,
        smd_before=float(mine - pool) / spread if spread else 0.0,
        smd_after=float(matched - compared) / spread if spread else 0.0,
        variance_ratio_before=ratios[0],
        variance_ratio_after=ratios[1],
        ks_before=float(distances[0]),
        ks_after=float(distances[1]),
    )


def _sd(found: Floats, indicator: bool) -> float:
    """The sample's standard deviation from its size and mean squared distance."""
    return float(np.sqrt(found[2] * (1.0 if indicator else found[0] / max(found[0] - 1, 1.0))))


def score_balance(scores: Floats, participant: Bools, weight: Floats) -> BalanceRow:
    """The row of the propensity score itself, as a probability (MatchIt's `distance`), of everyone comparable."""
    feature = Feature(SCORE, "", expit(scores), indicator=False)
    return replace(_row(feature, participant, weight), score=True)


def _ratio(mine: float, others: float) -> float | None:
    return float(mine / others) if others > 0 else None


def _distances(values: Floats, participant: Bools, weight: Floats) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    if low == high:
        return 0.0, 0.0
    shares = np.cumsum(binned(values, participant, weight, low, high, _BINS), axis=1)
    shares /= shares[:, -1:]
    return float(np.abs(shares[0] - shares[1]).max()), float(np.abs(shares[2] - shares[3]).max())
