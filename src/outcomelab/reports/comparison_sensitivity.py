"""The cleared sensitivity of a comparison as `impact.json` holds it: shares from 0 to 1."""

from __future__ import annotations

from outcomelab.handovers.figures import ComparisonFigures, EstimateFigure
from outcomelab.handovers.sensitivity_figures import BoundsFigure, SensitivityFigures, StrengthFigure
from outcomelab.handovers.sensitivity_file import AgainLine, BoundsLines, EValueLine, GammaLine, SensitivityLines


def sensitivity_lines(figures: ComparisonFigures) -> SensitivityLines | None:
    """All of `figures.sensitivity`, None where there is nothing."""
    found = figures.sensitivity
    if found is None:
        return None
    primary = next(outcome for outcome in figures.outcomes if outcome.name == found.outcome)
    kind, decimals = primary.kind, found.decimals
    return SensitivityLines(
        warnings=found.warnings,
        e_values=tuple(map(_e_value, found.strengths)),
        bounds=found.bounds and _bounds(found.bounds),
        placebo=tuple(
            _line(one.effect, one.kind, one.decimals, one.name, one.label, without=one.without)
            for one in found.placebo
        ),
        one_in=found.one_in,
        whole=_line(found.whole, kind, decimals),
        without=tuple(_line(one.effect, kind, decimals, one.covariate, one.label) for one in found.without),
        calipers=tuple(
            _line(one.effect, kind, decimals, caliper=one.caliper, matched=one.matched) for one in found.ladder
        ),
        linkage_corrected=_corrected(found, kind),
    )


def _corrected(found: SensitivityFigures, kind: str) -> AgainLine | None:
    return None if found.linkage is None else _line(found.linkage.effect, kind, found.decimals)


def _e_value(figure: StrengthFigure) -> EValueLine:
    return EValueLine(**figure.model_dump(exclude={"label"}))


def _bounds(figure: BoundsFigure) -> BoundsLines:
    return BoundsLines(
        test=figure.test,
        pairs=figure.pairs,
        gamma=figure.gamma,
        table=tuple(GammaLine(gamma=row.gamma, p=row.p_at_most) for row in figure.table),
        withheld=figure.withheld,
    )


def _line(
    effect: EstimateFigure,
    kind: str,
    decimals: int,
    name: str = "",
    label: str = "",
    without: tuple[str, ...] = (),
    caliper: float | None = None,
    matched: int | None = None,
) -> AgainLine:
    share = kind == "any"

    def scaled(value: float | None) -> float | None:
        if value is None:
            return None
        return round(value / 100, max(decimals, 0) + 2) if share else round(value, max(decimals, 0))

    return AgainLine(
        name=name,
        label=label,
        without=without,
        caliper=caliper,
        matched=matched,
        estimate=scaled(effect.estimate),
        low=scaled(effect.low),
        high=scaled(effect.high),
        withheld=effect.withheld,
    )
