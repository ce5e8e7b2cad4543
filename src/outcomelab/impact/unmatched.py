"""Participants nobody could be found for: how they differ from those who were matched."""

from __future__ import annotations

import numpy as np

from outcomelab.handovers.overlap import UnmatchedRow
from outcomelab.impact.arrays import Bools, Floats
from outcomelab.impact.features import Feature


def unmatched(features: tuple[Feature, ...], participant: Bools, weight: Floats) -> tuple[UnmatchedRow, ...]:
    """One row a feature, none when every participant was matched. `weight` of each row of the table is 0 for those
    not compared."""
    rows = np.flatnonzero(participant)
    found = weight[rows] > 0
    return () if found.all() else tuple(_row(feature, feature.at(rows), found) for feature in features)


def _row(feature: Feature, values: Floats, found: Bools) -> UnmatchedRow:
    lost, kept = values[~found], values[found]
    spread = float(values.std(ddof=1)) if len(values) > 1 else 0.0
    gap = float(lost.mean() - kept.mean())
    counted = [part > 0 if feature.indicator else np.ones(len(part), dtype=bool) for part in (lost, kept)]
    return UnmatchedRow(
        covariate=feature.covariate,
        level=feature.level,
        indicator=feature.indicator,
        unmatched=int(counted[0].sum()),
        matched=int(counted[1].sum()),
        mean_unmatched=float(lost.mean()),
        mean_matched=float(kept.mean()),
        sd=spread,
        smd=gap / spread if spread else 0.0,
    )
