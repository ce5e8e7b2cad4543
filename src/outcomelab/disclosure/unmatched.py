"""Who could not be matched, made safe: by the rules of the balance table, the unmatched against the matched."""

from __future__ import annotations

from outcomelab.disclosure.balance import cleared_balance
from outcomelab.handovers.impact import BalanceRow, Matched
from outcomelab.handovers.overlap import UnmatchedRow
from outcomelab.handovers.overlap_figures import UnmatchedFigure
from outcomelab.protocol.rules import DisclosureRules


def cleared_unmatched(
    rows: tuple[UnmatchedRow, ...], matched: Matched, labels: dict[str, str], rules: DisclosureRules
) -> tuple[UnmatchedFigure, ...]:
    """A line a number or level; none where fewer than the threshold were not matched: their number is not said."""
    lost = matched.participants - matched.matched
    if lost < rules.threshold:
        return ()
    sides = Matched(matched.participants, lost, matched.pool, matched.matched, matched.effective, None)
    figures = cleared_balance(tuple(_as_balance(row, sides) for row in rows), sides, labels, rules)
    return tuple(
        UnmatchedFigure(
            covariate=figure.covariate,
            label=figure.label,
            level=figure.level,
            unmatched_percent=figure.participants_percent,
            matched_percent=figure.comparison_percent,
            smd=figure.smd_after,
            withheld=figure.withheld,
        )
        for figure in figures
    )


def _as_balance(row: UnmatchedRow, sides: Matched) -> BalanceRow:
    """The unmatched in the participants' place, the matched in the comparison group's."""
    everyone = (sides.matched * row.mean_unmatched + sides.comparison * row.mean_matched) / sides.participants
    return BalanceRow(
        covariate=row.covariate,
        level=row.level,
        indicator=row.indicator,
        participants=row.unmatched,
        comparison=row.matched,
        mean_before=everyone,
        mean_participants=row.mean_unmatched,
        mean_pool=row.mean_matched,
        mean_comparison=row.mean_matched,
        sd=row.sd,
        smd_before=row.smd,
        smd_after=row.smd,
    )
