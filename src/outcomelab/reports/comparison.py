"""Write a comparison made by itself: `impact.json`, its tables and its pictures."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from outcomelab.handovers.cleared import Cleared, require_cleared
from outcomelab.handovers.figure import Figure
from outcomelab.handovers.figures import BalanceFigure, ComparisonFigures, EstimateFigure, OutcomeFigure
from outcomelab.handovers.impact_file import CLEARED, ESTIMANDS, BalanceLine, EstimateLine, ImpactFile
from outcomelab.reports.data import safe_cell
from outcomelab.reports.files import write_files
from outcomelab.reports.pictures.forest import forests
from outcomelab.reports.pictures.love import love

_Z95 = 1.959963984540054


def write_comparison(output: Cleared[ComparisonFigures], folder: Path) -> None:
    """Write `impact.json`, `estimates.csv`, `balance.csv` and the pictures (SVG) into `folder`.

    Raises TypeError for figures that are not cleared, ReportError when the folder cannot be written to.
    """
    require_cleared(output)
    figures = output.figures
    file = _file(figures)
    pictures = [*forests(figures), love(figures)]
    write_files(
        {
            "impact.json": (file.model_dump_json(indent=2) + "\n").encode(),
            "estimates.csv": _csv(EstimateLine, file.estimates),
            "balance.csv": _csv(BalanceLine, file.balance),
        }
        | {f"{picture.name}.svg": picture.svg.encode() for picture in pictures if picture},
        folder,
    )


def _file(figures: ComparisonFigures) -> ImpactFile:
    matching = figures.matching
    return ImpactFile(
        figures="cleared",
        note=CLEARED,
        participants=matching.participants,
        matched=matching.matched,
        pool=matching.pool,
        comparison=matching.comparison,
        effective_sample_size=None,
        caliper=None,
        estimates=tuple(
            _estimate(outcome, estimate)
            for outcome in (*figures.outcomes, *figures.subgroups)
            for estimate in (outcome.effect, *outcome.beside)
        ),
        balance=tuple(_balance(row) for row in figures.balance),
        notes=matching.notes,
    )


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
        se=None if low is None or high is None else round((high - low) / (2 * _Z95), decimals + 1),
        low=low,
        high=high,
        participants=outcome.participants,
        matched=outcome.participants,
        effective_sample_size=None,
        withheld=estimate.withheld,
    )


def _balance(row: BalanceFigure) -> BalanceLine:
    return BalanceLine(
        covariate=row.covariate,
        label=row.label,
        level=row.level,
        smd_before=row.smd_before,
        smd_after=row.smd_after,
        withheld=row.withheld,
    )


def _csv(kind: type[Figure], lines: Sequence[Figure]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(kind.model_fields)
    writer.writerows([safe_cell(getattr(line, name)) for name in kind.model_fields] for line in lines)
    return text.getvalue().encode()
