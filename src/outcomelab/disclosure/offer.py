"""What to offer where a table is refused, or loses much: less detail, the least loss first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from outcomelab.disclosure.coarser import coarser
from outcomelab.disclosure.gate.bits import shared, sizes
from outcomelab.disclosure.gate.known import Populations
from outcomelab.disclosure.joined import joined
from outcomelab.disclosure.merging import small_merged
from outcomelab.disclosure.suppress.suppress import SECONDS
from outcomelab.disclosure.tables import Cost, protected
from outcomelab.errors import DisclosureRefused, UsageError
from outcomelab.handovers.cells import Cells
from outcomelab.handovers.refused import Coarsening
from outcomelab.handovers.tables import TableFigures
from outcomelab.protocol.rules import DisclosureRules

MUCH = 30  # per cent of inner cells withheld (judgement)
TRIAL = 1 / 3  # of the time that a choice of cells may take, what one that is only tried gets
_MOST_EARLIER = 3  # releases whose people are tried


def offered_where_much_is_lost(
    figures: TableFigures,
    tables: Sequence[Cells],
    rules: DisclosureRules,
    ordered: Mapping[str, Sequence[str]],
    cost: Cost = "value",
    seconds: float = SECONDS,
) -> Coarsening | None:
    """Small values shown together, where so much of `figures` is withheld and less of them then; else nothing.
    `seconds`: how long the choice of cells took at most for what is refused or loses much."""
    if figures.evidence.cells_lost <= MUCH:
        return None
    try:
        merges = small_merged(tables, rules.threshold, ordered)
        if not merges.merge:
            return None
        less = protected(joined(coarser(tables, merges), rules), rules, cost, seconds * TRIAL)
    except (DisclosureRefused, UsageError):
        return None
    lost, then = figures.evidence, less.evidence
    return merges if (then.cells_lost, then.value_lost) < (lost.cells_lost, lost.value_lost) else None


def less_detail(
    tables: Sequence[Cells], threshold: int, ordered: Mapping[str, Sequence[str]]
) -> Iterator[Coarsening]:
    """Less detail about the same people, to be tried in this order: small values together, the column with most
    values left out, then another; at last all columns but one."""
    try:
        merges = small_merged(tables, threshold, ordered)
    except UsageError:  # no order is known, so there is no such offer
        merges = Coarsening()
    if merges.merge:
        yield merges
    values = {axis.name: len(axis.inner) for cells in tables for axis in cells.axes}
    names = list(values)
    if len(names) > 1:
        for name in sorted(names, key=lambda name: -values[name]):
            yield Coarsening(withhold=(name,))
    if len(names) > 2:
        for name in names:
            yield Coarsening(withhold=tuple(other for other in names if other != name))


def earlier_people(new: Populations, known: Populations) -> Iterator[Coarsening]:
    """The people of earlier releases all of whom are in the `new` table, and who are not all of it; the latest
    first."""
    mine = new.role("whole")
    if not mine.about:
        return
    earlier = known.only([one.role in ("whole", "cohort") for one in known.about])
    inside = shared(mine.words[:1], earlier.words)[0] == sizes(earlier.words)
    fewer = sizes(earlier.words) < sizes(mine.words)[0]
    numbers = {one.release for one, kept in zip(earlier.about, inside & fewer, strict=True) if kept}
    for number in sorted(numbers, reverse=True)[:_MOST_EARLIER]:
        yield Coarsening(frozen=number)
