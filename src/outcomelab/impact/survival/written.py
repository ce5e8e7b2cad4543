"""A time to a first event as its table's owner may keep it."""

from __future__ import annotations

from collections.abc import Iterator

from outcomelab.handovers.impact import OutcomeResult
from outcomelab.handovers.survival import Curve, HazardRatio, Survival
from outcomelab.handovers.survival_file import HazardLine, LogRankLine, MeanLine, PointLine, SurvivalLine


def survival_lines(outcomes: tuple[OutcomeResult, ...]) -> tuple[SurvivalLine, ...]:
    """Those of the `outcomes` that are a time to a first event, unrounded."""
    return tuple(_line(outcome, outcome.survival) for outcome in outcomes if outcome.survival)


def _line(outcome: OutcomeResult, found: Survival) -> SurvivalLine:
    difference, test = found.restricted, found.logrank
    return SurvivalLine(
        outcome=outcome.name,
        label=outcome.words.label,
        subgroup=outcome.subgroup,
        level=outcome.level,
        unit=found.unit,
        until=found.until,
        competing=found.competing,
        participants_median=found.participants.median,
        comparison_median=found.comparison.median,
        restricted_mean=MeanLine(
            participants=found.participants.restricted,
            comparison=found.comparison.restricted,
            difference=difference.value,
            se=difference.se,
            low=difference.low,
            high=difference.high,
        ),
        logrank=test and LogRankLine(statistic=test.statistic, p=test.p_value, robust=test.robust),
        hazard_ratio=_ratio(found.hazard),
        hazard_ratio_adjusted=_ratio(found.adjusted),
        points=(*_points("participants", found.participants), *_points("comparison", found.comparison)),
    )


def _ratio(found: HazardRatio | None) -> HazardLine | None:
    if found is None:
        return None
    return HazardLine(
        ratio=found.ratio, low=found.low, high=found.high, log=found.log, se=found.se, robust=found.robust
    )


def _points(group: str, curve: Curve) -> Iterator[PointLine]:
    columns = (curve.times, curve.at_risk, curve.events, curve.competing, curve.without, curve.low, curve.high)
    for time, at_risk, events, competing, without, low, high in zip(*columns, strict=True):
        yield PointLine(
            time=time,
            group=group,
            at_risk=at_risk,
            events=events,
            competing=competing,
            survival=without,
            low=low,
            high=high,
            incidence=1 - without,
        )
