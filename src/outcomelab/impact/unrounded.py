"""A comparison as its owner may keep it: every figure as it was found."""

from __future__ import annotations

from outcomelab.handovers.estimand import estimand_words
from outcomelab.handovers.impact import BalanceRow, Estimate, ImpactResult, OutcomeResult
from outcomelab.handovers.impact_file import (
    ESTIMANDS,
    UNROUNDED,
    BalanceLine,
    BinLine,
    EstimateLine,
    ImpactFile,
    OverlapLine,
    UnmatchedLine,
)
from outcomelab.handovers.overlap import Overlap, UnmatchedRow
from outcomelab.impact.among import FEWEST
from outcomelab.impact.significant import significant
from outcomelab.impact.survival.written import survival_lines
from outcomelab.impact.unrounded_sensitivity import unrounded_sensitivity
from outcomelab.protocol.rules import DisclosureRules

_UNITS = {"any": "share (0 to 1)", "count": "events", "time-to-first": "days", "amount": ""}


def unrounded(result: ImpactResult, rules: DisclosureRules) -> ImpactFile:
    """Everything `result` holds, unrounded; the file says so. `rules`: what may be called significant."""
    matched = result.matched
    return ImpactFile(
        figures="unrounded",
        note=UNROUNDED,
        participants=matched.participants,
        matched=matched.matched,
        pool=matched.pool,
        comparison=matched.comparison,
        effective_sample_size=matched.effective,
        caliper=matched.caliper,
        estimates=tuple(
            _estimate(outcome, estimate, significant(outcome, rules) if estimate is outcome.effect else None)
            for outcome in (*result.outcomes, *result.subgroups)
            for estimate in (outcome.effect, *outcome.beside)
        ),
        estimand=estimand_words(result.outcomes[0].effect.estimand, matched.participants, matched.matched),
        survival=survival_lines((*result.outcomes, *result.subgroups)),
        balance=tuple(_balance(row, result.labels) for row in result.balance),
        regional_balance=tuple(_balance(row, result.labels) for row in result.regional),
        overlap=result.overlap and _overlap(result.overlap),
        unmatched=tuple(_unmatched(row, result.labels) for row in result.unmatched),
        notes=result.notes,
        sensitivity=unrounded_sensitivity(result),
    )


def _estimate(outcome: OutcomeResult, estimate: Estimate, is_significant: bool | None) -> EstimateLine:
    words = outcome.words
    told = min(outcome.participants.persons, outcome.comparison.persons) >= FEWEST
    return EstimateLine(
        outcome=words.name,
        label=words.label,
        kind=words.kind,
        unit=words.unit or _UNITS[words.kind],
        primary=words.primary and not outcome.subgroup,
        subgroup=outcome.subgroup,
        level=outcome.level,
        method=estimate.method,
        estimand=estimate.estimand,
        estimand_for=ESTIMANDS[estimate.estimand],
        estimate=estimate.estimate if told else None,
        se=estimate.se if told else None,
        other_se=estimate.other_se,
        low=estimate.low if told else None,
        high=estimate.high if told else None,
        apart=estimate.method in outcome.apart,
        p_holm=outcome.p_holm,
        significant=is_significant,
        participants=estimate.participants,
        matched=estimate.matched,
        effective_sample_size=estimate.effective,
    )


def _balance(row: BalanceRow, labels: dict[str, str]) -> BalanceLine:
    return BalanceLine(
        covariate=row.covariate,
        label=labels.get(row.covariate, row.covariate),
        level=row.level,
        smd_before=row.smd_before,
        smd_after=row.smd_after,
        variance_ratio_before=row.variance_ratio_before,
        variance_ratio_after=row.variance_ratio_after,
        ks_before=row.ks_before,
        ks_after=row.ks_after,
        participants_before=row.mean_before,
        pool_before=row.mean_pool,
        participants_after=row.mean_participants,
        comparison_after=row.mean_comparison,
    )


def _unmatched(row: UnmatchedRow, labels: dict[str, str]) -> UnmatchedLine:
    return UnmatchedLine(
        covariate=row.covariate,
        label=labels.get(row.covariate, row.covariate),
        level=row.level,
        unmatched=row.mean_unmatched,
        matched=row.mean_matched,
        smd=row.smd,
    )


def _overlap(overlap: Overlap) -> OverlapLine:
    spread = overlap.densities
    sizes = [max(sum(group), 1) for group in (spread.participants, spread.pool, spread.matched)]
    return OverlapLine(
        in_reach=overlap.in_reach,
        largest_weight=overlap.largest,
        top_weight=overlap.top,
        tied=overlap.tied,
        bins=tuple(
            BinLine(
                low=spread.edges[k],
                high=spread.edges[k + 1],
                participants=spread.participants[k] / sizes[0],
                pool=spread.pool[k] / sizes[1],
                matched=spread.matched[k] / sizes[2],
                comparison=spread.weight[k],
            )
            for k in range(len(spread.weight))
        ),
    )
