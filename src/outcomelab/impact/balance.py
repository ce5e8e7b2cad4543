"""How alike the groups are, before and after matching."""

from __future__ import annotations

import numpy as np

from outcomelab.handovers.impact import BalanceRow
from outcomelab.impact.arrays import Bools, Floats
from outcomelab.impact.design import Feature


def balance(features: tuple[Feature, ...], participant: Bools, weight: Floats) -> tuple[BalanceRow, ...]:
    """One row a feature. `weight` of each row, participants and comparison: 0 for those not compared.

    SMD: difference of means over the SD of all participants before matching (Stuart 2010), the pool's when
    the participants do not vary.
    """
    return tuple(_row(feature, participant, weight) for feature in features)


def _row(feature: Feature, participant: Bools, weight: Floats) -> BalanceRow:
    values = feature.values
    used = weight > 0
    matched, compared = participant & used, ~participant & used
    mean_all, mean_pool = float(values[participant].mean()), float(values[~participant].mean())
    mean_matched = float(np.average(values[matched], weights=weight[matched]))
    mean_comparison = float(np.average(values[compared], weights=weight[compared]))
    spread = float(values[participant].std(ddof=1)) or float(values[~participant].std(ddof=1))
    counted = values > 0 if feature.indicator else np.ones(len(values), dtype=bool)
    return BalanceRow(
        covariate=feature.covariate,
        level=feature.level,
        indicator=feature.indicator,
        participants=int((matched & counted).sum()),
        comparison=int((compared & counted).sum()),
        mean_before=mean_all,
        mean_participants=mean_matched,
        mean_pool=mean_pool,
        mean_comparison=mean_comparison,
        sd=spread,
        smd_before=(mean_all - mean_pool) / spread if spread else 0.0,
        smd_after=(mean_matched - mean_comparison) / spread if spread else 0.0,
    )
