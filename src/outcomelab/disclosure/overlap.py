"""How far the groups overlap, made safe: bins of scores merged until each holds enough people of every kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from outcomelab.disclosure.rounding import percent, rounded, rounded_count
from outcomelab.handovers.impact import Matched
from outcomelab.handovers.overlap import Densities, Overlap
from outcomelab.handovers.overlap_figures import BinFigure, OverlapFigures
from outcomelab.protocol.rules import DisclosureRules

FEW = "too few people to show"
_TOP = 0.05
_MANY_TIED = 0.10
_ROOM = 2  # times the threshold: with fewer, rounded counts would draw a shape of their own
_FEWEST_BINS = 3  # fewer show no shape
_BANDS = ((0.01, "under 1%"), (0.05, "1% to 5%"), (0.10, "5% to 10%"))


def cleared_overlap(overlap: Overlap, matched: Matched, rules: DisclosureRules) -> OverlapFigures:
    """The overlap as it may be shown: shares in whole per cent, who counts most as a band only."""
    bins = tuple(_bins(overlap.densities, rules))
    return OverlapFigures(
        in_reach_percent=_in_reach(matched, rules),
        effective=rounded_count(matched.effective, rules.base) if matched.effective >= rules.threshold else None,
        top_percent=int(rounded(100 * overlap.top, 0)) if _TOP * matched.comparison >= rules.threshold else None,
        largest_weight=next((band for most, band in _BANDS if overlap.largest < most), "10% or more"),
        many_tied=overlap.tied > _MANY_TIED,
        bins=bins if len(bins) >= _FEWEST_BINS else (),
        withheld="" if len(bins) >= _FEWEST_BINS else FEW,
    )


def _in_reach(matched: Matched, rules: DisclosureRules) -> int | None:
    """None where all but a few were matched: the share would say how few."""
    if matched.participants - matched.matched < rules.threshold:
        return None
    return int(percent(matched.matched, matched.participants, rules.base, 0))


def _bins(spread: Densities, rules: DisclosureRules) -> Iterator[BinFigure]:
    """Neighbouring bins merged."""
    participants = _before(spread, rules)
    groups = (participants, spread.pool, spread.matched, spread.comparison)
    lost = tuple(all_of - some for all_of, some in zip(participants, spread.matched, strict=True))
    ends = _ends(groups, lost, rules)
    totals = [max(sum(group), 1) for group in groups]
    for first, last in pairwise(ends):
        shares = [
            int(percent(sum(group[first:last]), total, rules.base, 0))
            for group, total in zip(groups[:3], totals, strict=False)
        ]
        yield BinFigure(
            low=spread.edges[first],
            high=spread.edges[last],
            participants_percent=shares[0],
            pool_percent=shares[1],
            matched_percent=shares[2],
            comparison_percent=int(rounded(100 * sum(spread.weight[first:last]), 0)),
        )


def _ends(groups: Sequence[Sequence[int]], lost: Sequence[int], rules: DisclosureRules) -> tuple[int, ...]:
    """Where merged bins begin and end: as many as there can be with enough of every group in each, so that a
    stricter threshold never finds more; of several ways the one whose bins end earliest."""

    def fits(first: int, last: int) -> bool:
        large = all(sum(group[first:last]) >= _ROOM * rules.threshold for group in groups)
        return large and _apart(sum(lost[first:last]), rules)

    ways: list[tuple[int, ...]] = [(0,)]  # to each end the best way, () where there is none
    for last in range(1, len(lost) + 1):
        possible = [way for first, way in enumerate(ways) if way and fits(first, last)]
        best = max(possible, key=lambda way: (len(way), [-end for end in way]), default=())
        ways.append((*best, last) if best else ())
    return ways[-1]


def _apart(lost: int, rules: DisclosureRules) -> bool:
    """Whether those lost in a bin are nobody or enough: participants before and after must not differ by a few.

    Of the comparison group weights are shown and no persons, so nothing can be taken off the pool.
    """
    return lost == 0 or lost >= rules.threshold


def _before(spread: Densities, rules: DisclosureRules) -> tuple[int, ...]:
    """Participants before matching; those after it, where they differ by a few only."""
    lost = sum(spread.participants) - sum(spread.matched)
    return spread.matched if lost < rules.threshold else spread.participants
