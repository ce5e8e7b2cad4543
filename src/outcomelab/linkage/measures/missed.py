"""Matches that no link made: those that were compared and left, and those that were never compared."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np

from outcomelab.linkage.levels import Floats
from outcomelab.linkage.measures.agreeing import Agreeing, agreeing
from outcomelab.linkage.measures.groupings import Grouping
from outcomelab.linkage.measures.own_rates import unlinked
from outcomelab.linkage.measures.slips import Slips, slips
from outcomelab.linkage.train import at_most_one
from outcomelab.linkage.weighed import Weighed


@dataclass(frozen=True)
class Missed:
    """Of what was `found`: matches expected among the pairs `compared`, those of them that are not `linked`, and
    those `never` compared; with what tells the same of groups."""

    found: Weighed
    compared: float
    unlinked: float
    never: float
    seen: Agreeing | None
    slips: Slips | None

    def by_level(self, grouping: Grouping) -> tuple[Floats, Floats]:
        """By level of a grouping, by its own matches: those compared and not linked, and those never compared."""
        levels = len(grouping.levels)
        apart = unlinked(self.found, grouping.place, levels)
        if self.seen is None or self.slips is None:
            return apart, np.zeros(levels)
        place = grouping.place[: len(self.seen.listed)]
        told = [
            slips(self.seen, place == level, self.slips, several=_several(self.found)).missed
            for level in range(levels)
        ]
        return apart, np.array(told)


def missed(connection: duckdb.DuckDBPyConnection, found: Weighed) -> Missed:
    """Estimate them, from the tables `participants` and `persons` and the pairs `found` in them."""
    matches = at_most_one(found.pairs, found.probability)
    compared, right = float(matches.sum()), float(found.probability[found.decision.kept].sum())
    seen = agreeing(connection, found, matches)
    told = None if seen is None else slips(seen, np.ones(len(seen.listed), bool), several=_several(found))
    never = min(0.0 if told is None else told.missed, max(found.listed - compared, 0.0))
    return Missed(found, compared, max(compared - right, 0.0), never, seen, told)


def _several(found: Weighed) -> bool:
    return found.model.again is not None
