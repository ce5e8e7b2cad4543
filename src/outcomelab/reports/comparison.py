"""Write a comparison made by itself: `impact.json`, its tables and its pictures."""

from __future__ import annotations

from pathlib import Path

from outcomelab.handovers.cleared import Cleared, require_cleared
from outcomelab.handovers.estimand import estimand_words
from outcomelab.handovers.figures import BalanceFigure, ComparisonFigures, EstimateFigure, OutcomeFigure
from outcomelab.handovers.impact_file import (
    CLEARED,
    ESTIMANDS,
    BalanceLine,
    BinLine,
    EstimateLine,
    ImpactFile,
    OverlapLine,
    UnmatchedLine,
)
from outcomelab.handovers.interval import Z95
from outcomelab.handovers.overlap_figures import OverlapFigures, UnmatchedFigure
from outcomelab.reports.comparison_sensitivity import sensitivity_lines
from outcomelab.reports.files import write_files
from outcomelab.reports.impact_tables import impact_files
from outcomelab.reports.pictures.forest import forests
from outcomelab.reports.pictures.love import love
from outcomelab.reports.pictures.overlap import overlap
from outcomelab.reports.pictures.survival import survival_pictures
from outcomelab.reports.plain import plain
from outcomelab.reports.survival_lines import survival_lines
from outcomelab.reports.words import in_one_line, in_order


def write_comparison(output: Cleared[ComparisonFigures], folder: Path) -> None:
    """Write `impact.json`, its tables (CSV) and the pictures (SVG) into `folder`.

    Raises TypeError for figures that are not cleared, ReportError when the folder cannot be written to.
    """
    require_cleared(output)
    figures = plain(output.figures)
    file = _file(figures)
    timed = survival_pictures((*in_order(figures), *figures.subgroups))
    pictures = [*forests(figures), love(figures), overlap(figures), *timed]
    write_files(
        impact_files(file) | {f"{picture.name}.svg": picture.svg.encode() for picture in pictures if picture},
        folder,
    )


def comparison_lines(output: Cleared[ComparisonFigures]) -> tuple[str, ...]:
    """What was found, an outcome a line, and for whom. Raises TypeError for figures that are not cleared."""
    require_cleared(output)
    figures = plain(output.figures)
    estimand = _file(figures).estimand
    return (
        *(in_one_line(outcome, figures) for outcome in (*in_order(figures), *figures.subgroups)),
        *_unlike(figures),
        f"Estimand: {estimand}.",
    )


def _unlike(figures: ComparisonFigures) -> tuple[str, ...]:
    """A warning where the balance is red."""
    if figures.matching.colour != "red":
        return ()
    worst = max(figures.balance, key=lambda row: abs(row.smd_after or 0.0))
    apart = "" if worst.smd_after is None else f" ({worst.label}: {abs(worst.smd_after):.2f} standard deviations)"
    return (f"Even after matching the groups are not alike enough to say what the programme did{apart}.",)


def _file(figures: ComparisonFigures) -> ImpactFile:
    matching = figures.matching
    return ImpactFile(
        figures="cleared",
        note=CLEARED,
        participants=matching.participants,
        matched=matching.matched,
        pool=matching.pool,
        comparison=matching.comparison,
        effective_sample_size=figures.overlap.effective if figures.overlap else None,
        caliper=None,
        estimand=estimand_words(_estimand(figures), matching.participants, matching.matched, "about "),
        estimates=tuple(
            _estimate(outcome, estimate)
            for outcome in (*figures.outcomes, *figures.subgroups)
            for estimate in (outcome.effect, *outcome.beside)
        ),
        survival=survival_lines((*figures.outcomes, *figures.subgroups)),
        balance=tuple(_balance(row) for row in figures.balance),
        overlap=figures.overlap and _overlap(figures.overlap),
        unmatched=tuple(_unmatched(row) for row in figures.unmatched),
        notes=(*_unlike(figures), *matching.notes),
        sensitivity=sensitivity_lines(figures),
    )


def _estimand(figures: ComparisonFigures) -> str:
    return figures.outcomes[0].effect.estimand if figures.outcomes else ""


def _estimate(outcome: OutcomeFigure, estimate: EstimateFigure) -> EstimateLine:
    share = outcome.kind == "any"
    decimals = max(outcome.decimals, 0) + (2 if share else 0)

    def scaled(value: float | None) -> float | None:
        return None if value is None else round(value / (100 if share else 1), decimals)

    low, high = scaled(estimate.low), scaled(estimate.high)
    return EstimateLine(
        outcome=outcome.name,
        label=outcome.label,
        kind=outcome.kind,
        unit="share (0 to 1)" if share else outcome.unit,
        primary=outcome.primary,
        subgroup=outcome.subgroup,
        level=outcome.level,
        method=estimate.method,
        estimand=estimate.estimand,
        estimand_for=ESTIMANDS[estimate.estimand],
        estimate=scaled(estimate.estimate),
        se=None if low is None or high is None else round((high - low) / (2 * Z95), decimals + 1),
        low=low,
        high=high,
        significant=outcome.verdict in ("higher", "lower")
        if estimate is outcome.effect and low is not None
        else None,
        participants=outcome.participants,
        matched=outcome.participants,
        effective_sample_size=None,
        apart=estimate.method in outcome.apart,
        withheld=estimate.withheld,
    )


def _balance(row: BalanceFigure) -> BalanceLine:
    return BalanceLine(
        covariate=row.covariate,
        label=row.label,
        level=row.level,
        smd_before=row.smd_before,
        smd_after=row.smd_after,
        variance_ratio_after=row.variance_ratio,
        ks_before=row.ks_before,
        ks_after=row.ks_after,
        pool_before=_share(row.pool_percent),
        participants_after=_share(row.participants_percent),
        comparison_after=_share(row.comparison_percent),
        withheld=row.withheld,
    )


def _share(percent: int | None) -> float | None:
    return None if percent is None else percent / 100


def _overlap(found: OverlapFigures) -> OverlapLine:
    return OverlapLine(
        in_reach=_share(found.in_reach_percent),
        top_weight=_share(found.top_percent),
        bins=tuple(
            BinLine(
                low=one.low,
                high=one.high,
                participants=_share(one.participants_percent),
                pool=_share(one.pool_percent),
                matched=_share(one.matched_percent),
                comparison=_share(one.comparison_percent),
            )
            for one in found.bins
        ),
        withheld=found.withheld,
    )


def _unmatched(row: UnmatchedFigure) -> UnmatchedLine:
    return UnmatchedLine(
        covariate=row.covariate,
        label=row.label,
        level=row.level,
        unmatched=_share(row.unmatched_percent),
        matched=_share(row.matched_percent),
        smd=row.smd,
        withheld=row.withheld,
    )
