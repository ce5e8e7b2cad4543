"""What to offer where a table lost much: less detail that was tried and loses less."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from outcomelab.disclosure.coarser import coarser
from outcomelab.disclosure.joined import joined
from outcomelab.disclosure.merging import small_merged
from outcomelab.disclosure.tables import Cost, protected
from outcomelab.errors import DisclosureRefused, UsageError
from outcomelab.handovers.cells import Cells
from outcomelab.handovers.refused import Coarsening
from outcomelab.handovers.tables import TableFigures
from outcomelab.protocol.rules import DisclosureRules

MUCH = 30  # per cent of inner cells withheld (judgement)
_SECONDS = 20.0


def offered_where_much_is_lost(
    figures: TableFigures,
    tables: Sequence[Cells],
    rules: DisclosureRules,
    ordered: Mapping[str, Sequence[str]],
    cost: Cost = "value",
) -> Coarsening | None:
    """Small values shown together, where so much of `figures` is withheld and less of them then; else nothing."""
    if figures.evidence.cells_lost <= MUCH:
        return None
    try:
        merges = small_merged(tables, rules.threshold, ordered)
        if not merges.merge:
            return None
        less = protected(joined(coarser(tables, merges), rules), rules, cost, _SECONDS)
    except (DisclosureRefused, UsageError):
        return None
    lost, then = figures.evidence, less.evidence
    return merges if (then.cells_lost, then.value_lost) < (lost.cells_lost, lost.value_lost) else None
