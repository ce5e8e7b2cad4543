"""Less detail: levels of a subgroup shown as one, or a subgroup not shown at all."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce

import numpy as np

from outcomelab.handovers.impact import Estimate, Group, ImpactResult, OutcomeResult
from outcomelab.handovers.interval import Z95
from outcomelab.handovers.refused import Coarsening


def coarsened(impact: ImpactResult, coarsening: Coarsening) -> ImpactResult:
    """What was found, with the levels merged and the subgroups withheld that `coarsening` names."""
    results = [one for one in impact.subgroups if one.subgroup not in coarsening.withhold]
    for subgroup, levels in coarsening.merge:
        chosen = [one for one in results if one.subgroup == subgroup and one.level in levels]
        if len(chosen) > 1:
            place = results.index(chosen[0])
            results[place] = merged(chosen)
            results = [one for one in results if not any(one is gone for gone in chosen[1:])]
    return replace(impact, subgroups=tuple(results))


def merged(levels: list[OutcomeResult]) -> OutcomeResult:
    """Levels of a subgroup as one, everybody compared within their own level as before.

    The effect is the levels' mean by participants matched, as of any stratified estimate (Cochran 1968); the
    levels share nobody, so their variances add.
    """
    first = levels[0]
    weights = np.array([one.participants.persons for one in levels], dtype=np.float64)
    weights /= max(weights.sum(), 1.0)
    effects = [one.effect for one in levels]
    estimate = float(weights @ [effect.estimate for effect in effects])
    se = float(np.sqrt(weights**2 @ np.square([effect.se for effect in effects])))
    matched = sum(effect.matched for effect in effects)
    squares = sum(effect.matched**2 / effect.effective for effect in effects if effect.effective)
    return replace(
        first,
        participants=_together([one.participants for one in levels], weights),
        comparison=_together([one.comparison for one in levels], weights),
        effect=Estimate(
            first.effect.method,
            estimate,
            se,
            estimate - Z95 * se,
            estimate + Z95 * se,
            first.effect.estimand,
            sum(effect.participants for effect in effects),
            matched,
            matched**2 / squares if squares else 0.0,
        ),
        beside=(),
        level=" or ".join(one.level for one in levels),
        persons=reduce(_either, (one.persons for one in levels)),
    )


def _together(groups: list[Group], weights: np.ndarray) -> Group:
    total = sum(group.total for group in groups)
    shares = sorted(
        share * abs(group.total)
        for group in groups
        for share in (group.largest, group.two_largest - group.largest)
    )
    whole = sum(abs(group.total) for group in groups)
    return Group(
        persons=sum(group.persons for group in groups),
        with_outcome=sum(group.with_outcome for group in groups),
        mean=float(weights @ [group.mean for group in groups]),
        total=total,
        largest=shares[-1] / whole if whole else 0.0,
        two_largest=sum(shares[-2:]) / whole if whole else 0.0,
    )


def _either(some: str, others: str) -> str:
    """The persons of either set of bits."""
    return f"{int(some or '0', 16) | int(others or '0', 16):0{len(some)}x}"
