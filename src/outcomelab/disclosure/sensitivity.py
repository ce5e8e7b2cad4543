"""Sensitivity made safe: E-values made from published figures, everything else rounded as the answer is.

Nothing is shown of a primary outcome that is withheld. Counts behind the pairs hold to the threshold, p-values
leave in bands, and calipers whose participants differ by fewer than the threshold carry one count.
"""

from __future__ import annotations

import math

from outcomelab.disclosure.outcomes import cleared_outcomes
from outcomelab.disclosure.rounding import decimals_for, rounded, rounded_count
from outcomelab.disclosure.sensitivity_linkage import cleared_correction
from outcomelab.disclosure.sensitivity_warnings import warnings
from outcomelab.handovers.e_value import EValue, of_hazard, of_levels, of_means
from outcomelab.handovers.figures import OutcomeFigure
from outcomelab.handovers.impact import ImpactResult, OutcomeResult, Placebo, Rung
from outcomelab.handovers.sensitivity import Bounds, Strength
from outcomelab.handovers.sensitivity_figures import (
    BoundFigure,
    BoundsFigure,
    PlaceboFigure,
    RungFigure,
    SensitivityFigures,
    StrengthFigure,
    WithoutFigure,
)
from outcomelab.handovers.survival_figures import SurvivalFigure
from outcomelab.protocol.rules import DisclosureRules

_BANDS = (0.001, 0.01, 0.05)


def cleared_sensitivity(
    impact: ImpactResult, outcomes: tuple[OutcomeFigure, ...], rules: DisclosureRules
) -> SensitivityFigures | None:
    """How firmly the answer stands, given the cleared `outcomes`. None where nobody asked, or the primary outcome
    may not be shown."""
    found = impact.sensitivity
    primary = next((figure for figure in outcomes if figure.primary), None)
    if found is None or primary is None or primary.effect.estimate is None:
        return None
    spreads = {strength.outcome: strength for strength in found.strengths}
    labels = impact.labels
    strengths = tuple(_strength(figure, spreads.get(figure.name)) for figure in outcomes)
    bounds = None if found.bounds is None else cleared_bounds(found.bounds, rules)
    placebo = tuple(cleared_placebo(one, labels, rules) for one in found.placebo)
    whole = _again(found.whole, rules).effect
    without = tuple(
        WithoutFigure(
            covariate=one.covariate, label=labels[one.covariate], effect=_again(one.result, rules).effect
        )
        for one in found.without
    )
    ladder = cleared_ladder(found.ladder, impact.matched.matched, rules)
    return SensitivityFigures(
        outcome=primary.name,
        decimals=primary.decimals,
        warnings=warnings(primary, strengths[outcomes.index(primary)], bounds, placebo, whole, without, ladder),
        strengths=strengths,
        bounds=bounds,
        placebo=placebo,
        whole=whole,
        without=without,
        ladder=ladder,
        one_in=found.one_in,
        linkage=None if found.linkage is None else cleared_correction(primary, found.linkage),
    )


def cleared_strength(figure: OutcomeFigure, sd: float | None = None) -> EValue | None:
    """The E-value of a published outcome, a time's by its published hazard ratio; `sd` where its difference is
    standardised. None where it has none, as no effect has that is nobody's."""
    effect, level = figure.effect, figure.participants_value
    if effect.estimate is None or effect.low is None or effect.high is None or level is None or figure.among:
        return None
    ends = (effect.estimate, effect.low, effect.high)
    if figure.kind in ("any", "count"):
        return of_levels("risk-ratio" if figure.kind == "any" else "rate-ratio", level, *ends)
    return _of_published_hazards(figure.survival) or (None if sd is None else of_means(*ends, sd))


def _of_published_hazards(curves: SurvivalFigure | None) -> EValue | None:
    """By a time's published hazard ratio; how common the event is, by the last published point of the curve."""
    hazard = curves.hazard_ratio if curves else None
    if curves is None or hazard is None or not curves.points:
        return None
    share = 1 - curves.points[-1].comparison.without / 100
    return of_hazard(hazard.ratio, hazard.low, hazard.high, share)


def cleared_bounds(bounds: Bounds, rules: DisclosureRules) -> BoundsFigure:
    """Γ down to one decimal, p-values in bands; nothing where too few pairs differ one way or the other."""
    if min(bounds.towards, bounds.against) < rules.threshold:
        few = f"fewer than {rules.threshold} pairs differ one way"
        return BoundsFigure(test=bounds.test, pairs=None, gamma=None, table=(), withheld=few)
    return BoundsFigure(
        test=bounds.test,
        pairs=rounded_count(bounds.pairs, rules.base),
        gamma=None if bounds.gamma is None else math.floor(10 * bounds.gamma + 1e-9) / 10,
        table=tuple(BoundFigure(gamma=gamma, p_at_most=_band(p)) for gamma, p in bounds.table),
    )


def cleared_placebo(placebo: Placebo, labels: dict[str, str], rules: DisclosureRules) -> PlaceboFigure:
    """A placebo outcome by the rules of outcomes."""
    figure = cleared_outcomes((placebo.result,), rules)[0]
    return PlaceboFigure(
        name=figure.name,
        label=figure.label,
        kind=figure.kind,
        decimals=figure.decimals,
        without=tuple(labels.get(name, name) for name in placebo.without),
        effect=figure.effect,
        away=figure.verdict not in ("inconclusive", "withheld"),
    )


def cleared_ladder(ladder: tuple[Rung, ...], matched: int, rules: DisclosureRules) -> tuple[RungFigure, ...]:
    """The primary outcome at each caliper, `matched` being how many were matched at its own."""
    told = [matched]
    figures: list[RungFigure] = []
    for rung in ladder:
        persons = rung.result.effect.matched
        same = next((count for count in told if abs(count - persons) < rules.threshold), None)
        told += [persons] if same is None else []
        effect = _again(rung.result, rules).effect
        count = rounded_count(persons if same is None else same, rules.base)
        shown = None if effect.estimate is None else count
        figures.append(RungFigure(caliper=rung.caliper, matched=shown, effect=effect))
    return tuple(figures)


def _strength(figure: OutcomeFigure, raw: Strength | None) -> StrengthFigure:
    sd = None
    if raw is not None and raw.sd is not None and figure.effect.estimate is not None:
        sd = rounded(raw.sd, decimals_for(raw.sd, 6) - 1)
    value = cleared_strength(figure, sd)
    reason = figure.withheld or figure.effect.withheld or ("" if value else "no ratio can be made of it")
    return StrengthFigure(
        outcome=figure.name,
        label=figure.label,
        scale=value and value.scale,
        ratio=value and rounded(value.ratio, 2),
        e_value=value and rounded(value.estimate, 2),
        e_value_limit=value and rounded(value.limit, 2),
        sd=sd if value and value.scale == "standardised-difference" else None,
        withheld=reason,
    )


def _again(result: OutcomeResult, rules: DisclosureRules) -> OutcomeFigure:
    return cleared_outcomes((result,), rules)[0]


def _band(p: float) -> float | None:
    return next((band for band in _BANDS if p <= band), None)
