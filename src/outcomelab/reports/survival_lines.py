"""Times to a first event in the `impact.json` of a comparison made by itself, from cleared figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from outcomelab.handovers.figures import OutcomeFigure
from outcomelab.handovers.survival_figures import SurvivalFigure
from outcomelab.handovers.survival_file import HazardLine, PointLine, SurvivalLine


def survival_lines(outcomes: Sequence[OutcomeFigure]) -> tuple[SurvivalLine, ...]:
    """A line for each of the `outcomes` that is a time to a first event."""
    return tuple(_line(outcome, outcome.survival) for outcome in outcomes if outcome.survival)


def _line(outcome: OutcomeFigure, found: SurvivalFigure) -> SurvivalLine:
    ratio = found.hazard_ratio
    return SurvivalLine(
        outcome=outcome.name,
        label=outcome.label,
        subgroup=outcome.subgroup,
        level=outcome.level,
        unit=found.unit,
        until=found.points[-1].time if found.points else None,
        competing=None,
        participants_median=found.participants_median,
        comparison_median=found.comparison_median,
        restricted_mean=None,
        logrank=None,
        hazard_ratio=ratio and HazardLine(ratio=ratio.ratio, low=ratio.low, high=ratio.high),
        hazard_ratio_adjusted=None,
        points=tuple(_points(found)),
        withheld=found.withheld,
    )


def _points(found: SurvivalFigure) -> Iterator[PointLine]:
    decimals = found.decimals + 2
    for name in ("participants", "comparison"):
        for point in found.points:
            group = point.participants if name == "participants" else point.comparison
            yield PointLine(
                time=point.time,
                group=name,
                at_risk=group.at_risk,
                survival=round(group.without / 100, decimals),
                low=round(group.low / 100, decimals),
                high=round(group.high / 100, decimals),
                incidence=round(1 - group.without / 100, decimals),
            )
