"""A comparison made safe: who was compared, how alike they are, what was found."""

from __future__ import annotations

from outcomelab.disclosure.balance import cleared_balance, worst
from outcomelab.disclosure.clearing import clear
from outcomelab.disclosure.outcomes import cleared_outcomes, cleared_subgroups
from outcomelab.disclosure.overlap import cleared_overlap
from outcomelab.disclosure.rounding import rounded_count
from outcomelab.disclosure.sensitivity import cleared_sensitivity
from outcomelab.disclosure.unmatched import cleared_unmatched
from outcomelab.errors import DisclosureRefused
from outcomelab.handovers.cleared import Cleared
from outcomelab.handovers.figures import ComparisonFigures, MatchingFigures, OutcomeFigure, RuleFigures
from outcomelab.handovers.impact import ImpactResult
from outcomelab.protocol.rules import DisclosureRules


def protect_comparison(impact: ImpactResult, rules: DisclosureRules) -> Cleared[ComparisonFigures]:
    """Clear a comparison by itself, under `rules`.

    Raises DisclosureRefused when too few were matched or compared for any release.
    """
    _require_enough(impact, rules)
    outcomes = cleared_outcomes(impact.outcomes, rules)
    figures = ComparisonFigures(
        matching=_matching(impact, outcomes, rules),
        balance=cleared_balance(impact.balance, impact.matched, impact.labels, rules),
        outcomes=outcomes,
        subgroups=cleared_subgroups(impact, rules),
        overlap=impact.overlap and cleared_overlap(impact.overlap, impact.matched, rules),
        unmatched=cleared_unmatched(impact.unmatched, impact.matched, impact.labels, rules),
        rules=RuleFigures(threshold=rules.threshold, base=rules.base, events_for_time=rules.events_for_time),
        sensitivity=cleared_sensitivity(impact, outcomes, rules),
    )
    return clear(figures)


def _require_enough(impact: ImpactResult, rules: DisclosureRules) -> None:
    for who, count in (
        ("participants were matched", impact.matched.matched),
        ("people compared", impact.matched.comparison),
    ):
        if count < rules.minimum_matched:
            raise DisclosureRefused(
                f"Fewer than {rules.minimum_matched} {who}, so nothing can be released. "
                "Add participants, or widen who is eligible.",
                rule="minimum_matched",
            )


def _matching(
    impact: ImpactResult, outcomes: tuple[OutcomeFigure, ...], rules: DisclosureRules
) -> MatchingFigures:
    matched = rounded_count(impact.matched.matched, rules.base)
    unmatched = impact.matched.participants - impact.matched.matched
    return MatchingFigures(
        participants=matched + (rounded_count(unmatched, rules.base) if unmatched >= rules.threshold else 0),
        matched=matched,
        comparison=rounded_count(impact.matched.comparison, rules.base),
        pool=rounded_count(impact.matched.pool, rules.base),
        colour=worst(impact.balance),
        notes=tuple(note for outcome in outcomes for note in _disagreements(outcome)),
        regional_colour=worst(impact.regional) if impact.regional else None,
    )


def _disagreements(outcome: OutcomeFigure) -> tuple[str, ...]:
    """Which other methods that make groups alike give an answer more than a standard error from the main one."""
    return tuple(
        f"{outcome.label}: “{other.label}” gives an answer more than one standard error away from that of this "
        "report’s method."
        for other in outcome.beside
        if other.method in outcome.apart
    )
