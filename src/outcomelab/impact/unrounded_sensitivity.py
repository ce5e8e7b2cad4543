"""How firmly an answer stands, every figure as it was found."""

from __future__ import annotations

from outcomelab.handovers.impact import Estimate, ImpactResult
from outcomelab.handovers.sensitivity_file import AgainLine, BoundsLines, EValueLine, GammaLine, SensitivityLines


def unrounded_sensitivity(result: ImpactResult) -> SensitivityLines | None:
    """All of `result.sensitivity`, None where nobody asked."""
    found, labels = result.sensitivity, result.labels
    if found is None:
        return None
    bounds = found.bounds
    return SensitivityLines(
        e_values=tuple(
            EValueLine(
                outcome=one.outcome,
                scale=one.value.scale,
                ratio=one.value.ratio,
                e_value=one.value.estimate,
                e_value_limit=one.value.limit,
                sd=one.sd,
            )
            for one in found.strengths
        ),
        bounds=bounds
        and BoundsLines(
            test=bounds.test,
            pairs=bounds.pairs,
            gamma=bounds.gamma,
            table=tuple(GammaLine(gamma=gamma, p=p) for gamma, p in bounds.table),
        ),
        placebo=tuple(
            _line(one.result.effect, one.result.name, one.result.words.label, without=one.without)
            for one in found.placebo
        ),
        one_in=found.one_in,
        whole=_line(found.whole.effect),
        without=tuple(
            _line(one.result.effect, one.covariate, labels.get(one.covariate, one.covariate))
            for one in found.without
        ),
        calipers=tuple(_line(one.result.effect, caliper=one.caliper) for one in found.ladder),
        linkage_corrected=found.corrected and _line(found.corrected),
    )


def _line(
    effect: Estimate, name: str = "", label: str = "", without: tuple[str, ...] = (), caliper: float | None = None
) -> AgainLine:
    return AgainLine(
        name=name,
        label=label,
        without=without,
        caliper=caliper,
        matched=effect.matched,
        estimate=effect.estimate,
        se=effect.se,
        low=effect.low,
        high=effect.high,
    )
