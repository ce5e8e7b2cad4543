"""The balance table made safe: small levels merged, percentages rounded, no means."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import numpy as np

from outcomelab.disclosure.rounding import percent, rounded
from outcomelab.handovers.figures import BalanceFigure, Colour
from outcomelab.handovers.impact import BalanceRow, Matched
from outcomelab.protocol.rules import DisclosureRules

GREEN, AMBER = 0.05, 0.10
MERGED = "all other"
FEW = "too few people to show"
_MOST_COVARIATES = ((60, 5), (100, 8), (250, 20), (1000, 50))  # more of them tell who took part


@dataclass(frozen=True)
class _Sizes:
    """How many persons each side has: participants matched, those compared."""

    matched: int
    comparison: int


def colour(smd: float) -> Colour:
    """Green to 0.05, amber to 0.10, red above, by the figure as it is shown."""
    shown = abs(rounded(smd, 2))
    return "green" if shown <= GREEN else "amber" if shown <= AMBER else "red"


def worst(rows: tuple[BalanceRow, ...]) -> Colour:
    """The colour of the covariate least alike after matching, those not shown included."""
    return colour(max((abs(row.smd_after) for row in rows if not row.score), default=0.0))


def cleared_balance(
    rows: tuple[BalanceRow, ...], matched: Matched, labels: dict[str, str], rules: DisclosureRules
) -> tuple[BalanceFigure, ...]:
    """One line a number or level. A level with fewer than the threshold on either side is merged with other
    small ones; a covariate that cannot be merged so, or is one too many for the size of the cohort, is
    listed without figures."""
    rows = tuple(row for row in rows if not row.score)
    sizes = _Sizes(matched.matched, matched.comparison)
    most = next((limit for size, limit in _MOST_COVARIATES if sizes.matched < size), len(rows))
    figures: list[BalanceFigure] = []
    for number, (name, group) in enumerate(groupby(rows, key=lambda row: row.covariate)):
        lines = _lines(list(group), sizes, rules) if number < most else None
        if lines is None:
            reason = FEW if number < most else "left out: too many for so few participants"
            figures.append(_withheld(name, labels[name], reason))
            continue
        figures += [_figure(line, labels[name], sizes, rules) for line in lines]
    return tuple(figures)


def _lines(rows: list[BalanceRow], sizes: _Sizes, rules: DisclosureRules) -> list[BalanceRow] | None:
    """The rows of one covariate with small levels merged; None when nothing of it can be shown."""
    if not rows[0].level:
        yes_no = [row for row in rows if row.indicator]  # its 1s, or whether it is recorded at all
        if not rows[0].indicator:
            return [rows[0], *(row for row in yes_no if _both_large(row, sizes, rules))]
        return rows if all(_both_large(row, sizes, rules) for row in yes_no) else None
    large = [row for row in rows if _large(row, rules)]
    small = [row for row in rows if not _large(row, rules)]
    if not any(row.participants or row.comparison for row in small):
        small = []
    large.sort(key=lambda row: (min(row.participants, row.comparison), row.level))
    while small and large and not _large(_merge(small), rules):
        small.append(large.pop(0))
    if not large or (small and not _large(_merge(small), rules)):
        return None
    lines = sorted(large, key=lambda row: rows.index(row))
    lines += [_merge(small)] if small else []
    return lines if len(lines) > 1 else None  # one line alone would say that all are alike


def _large(row: BalanceRow, rules: DisclosureRules) -> bool:
    return min(row.participants, row.comparison) >= rules.threshold


def _both_large(row: BalanceRow, sizes: _Sizes, rules: DisclosureRules) -> bool:
    others = min(sizes.matched - row.participants, sizes.comparison - row.comparison)
    return _large(row, rules) and others >= rules.threshold


def _merge(rows: list[BalanceRow]) -> BalanceRow:
    before = sum(row.mean_before for row in rows)
    pool = sum(row.mean_pool for row in rows)
    mine = sum(row.mean_participants for row in rows)
    comparison = sum(row.mean_comparison for row in rows)
    sd = float(np.sqrt(max(before * (1 - before), 0.0)))
    return BalanceRow(
        covariate=rows[0].covariate,
        level=rows[0].level if len(rows) == 1 else MERGED,
        indicator=True,
        participants=sum(row.participants for row in rows),
        comparison=sum(row.comparison for row in rows),
        mean_before=before,
        mean_participants=mine,
        mean_pool=pool,
        mean_comparison=comparison,
        sd=sd,
        smd_before=(before - pool) / sd if sd else 0.0,
        smd_after=(mine - comparison) / sd if sd else 0.0,
    )


def _figure(row: BalanceRow, label: str, sizes: _Sizes, rules: DisclosureRules) -> BalanceFigure:
    return BalanceFigure(
        covariate=row.covariate,
        label=label,
        level=row.level,
        participants_percent=_share(percent(row.participants, sizes.matched, rules.base, 0), row),
        comparison_percent=_share(rounded(100 * row.mean_comparison, 0), row),
        smd_before=rounded(row.smd_before, 2),
        smd_after=rounded(row.smd_after, 2),
        colour=colour(row.smd_after),
        pool_percent=_share(rounded(100 * row.mean_pool, 0), row),
        variance_ratio=_of_number(row.variance_ratio_after, 1, row),
        ks_before=_of_number(row.ks_before, 2, row),
        ks_after=_of_number(row.ks_after, 2, row),
    )


def _of_number(value: float | None, decimals: int, row: BalanceRow) -> float | None:
    return None if value is None or row.indicator else rounded(value, decimals)


def _share(value: float, row: BalanceRow) -> int | None:
    """A percentage of a level; none for a number's mean, nor one that would say all or nobody."""
    return int(value) if row.indicator and 0 < value < 100 else None


def _withheld(name: str, label: str, reason: str) -> BalanceFigure:
    return BalanceFigure(
        covariate=name,
        label=label,
        level="",
        participants_percent=None,
        comparison_percent=None,
        smd_before=None,
        smd_after=None,
        colour=None,
        withheld=reason,
    )
