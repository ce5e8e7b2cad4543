"""What to try when a release is refused, the least loss first."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from outcomelab.handovers.impact import ImpactResult
from outcomelab.handovers.refused import Coarsening

_MOST_MERGES = 12  # of levels tried for a subgroup


def less_detail(impact: ImpactResult, blamed: frozenset[tuple[str, str]]) -> Iterator[Coarsening]:
    """Coarsenings of the subgroups in `blamed` (subgroup and level), in the order in which they are to be tried.

    First each blamed level is shown together with another of its subgroup, the smallest ones first; then the
    subgroup is left out, alone, with the other blamed ones, and at last with all there are.
    """
    levels = {
        name: sorted(results, key=lambda one: one.participants.persons)
        for name, results in groupby(impact.subgroups, key=lambda one: one.subgroup)
    }
    names = [name for name in levels if any((name, one.level) in blamed for one in levels[name])]
    for name in names:
        order = [one.level for one in levels[name]]
        pairs = [(one, two) for one in order if (name, one) in blamed for two in order if one != two]
        for pair in list(dict.fromkeys(tuple(sorted(pair)) for pair in pairs))[:_MOST_MERGES]:
            if len(order) > 2:
                yield Coarsening(merge=((name, (pair[0], pair[1])),))
    for name in names:
        yield Coarsening(withhold=(name,))
    if len(names) > 1:
        yield Coarsening(withhold=tuple(names))
    if len(levels) > max(len(names), 1):
        yield Coarsening(withhold=tuple(levels))
