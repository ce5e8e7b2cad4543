"""Which covariates count the same records: matching on one makes the groups alike on the other."""

from __future__ import annotations

import math

from outcomelab.protocol.model import Covariate, Protocol

_OF_EVENTS = ("count-before", "any-before", "sum-before")


def same_records(protocol: Protocol, known: Covariate) -> tuple[str, ...]:
    """The names of `known` and of all covariates that read the same column, or count or add up events of the same
    table on some of the same days."""
    return tuple(other.name for other in protocol.covariates if other is known or _shared(known, other, protocol))


def _shared(one: Covariate, other: Covariate, protocol: Protocol) -> bool:
    table = one.table or protocol.holding.persons
    if "age" in (one.kind, other.kind) or table != (other.table or protocol.holding.persons):
        return False
    events = [covariate.kind in _OF_EVENTS for covariate in (one, other)]
    if not all(events):
        return not any(events) and one.column == other.column
    first, last = (_days(covariate) for covariate in (one, other))
    return first[0] <= last[1] and last[0] <= first[1]


def _days(covariate: Covariate) -> tuple[float, float]:
    """From the nearest to the farthest day before the index date, both included."""
    return covariate.to_days, math.inf if covariate.from_days is None else covariate.from_days
