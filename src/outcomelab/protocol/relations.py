"""How a protocol's outcomes hang together: whoever has one has another too, and which ones add up to a whole.

Figures that add up give one another away, so disclosure control has to know. All of it follows from what the
outcomes count: the same table, days and decision, and conditions that narrow one another.
"""

from __future__ import annotations

from outcomelab.protocol.model import Outcome, Protocol, Where
from outcomelab.protocol.narrower import includes, narrower
from outcomelab.protocol.parts import part_of, same_persons


def relations(protocol: Protocol, outcome: Outcome) -> tuple[tuple[str, ...], str, str]:
    """The names of the outcomes that everybody with `outcome` has too; then of which one it is a part, and by what
    (see `parts.part_of`). Amounts have no part in this."""
    others = [other for other in protocol.outcomes if other is not outcome and other.kind != "amount"]
    if outcome.kind == "amount":
        return (), "", ""
    within = tuple(other.name for other in others if _has_too(protocol, outcome, other))
    return within, *part_of(outcome, others)


def _has_too(protocol: Protocol, outcome: Outcome, other: Outcome) -> bool:
    """Whether every person with `outcome` has the `other`: an event that counts for one counts for the other."""
    if outcome.among is not None and outcome.among != other.among:
        those = next(one for one in protocol.outcomes if one.name == outcome.among)
        if those is other or _has_too(protocol, those, other):
            return True
    if other.among is not None and other.among != outcome.among:
        those = next(one for one in protocol.outcomes if one.name == other.among)
        if those is not outcome and not _has_too(protocol, outcome, those):
            return False
    if not _inside(outcome, other):
        return False
    return same_persons(outcome, other) if other.first else narrower(_both(outcome), other.where)


def _inside(outcome: Outcome, other: Outcome) -> bool:
    """Whether the days of one, and when it has to be decided, lie within the other's."""
    if outcome.table != other.table or other.from_day > outcome.from_day or outcome.to_day > other.to_day:
        return False
    if other.first and (outcome.from_day, outcome.to_day) != (other.from_day, other.to_day):
        return False
    if other.decided is None:
        return not other.first or outcome.decided is None
    by, by_other = outcome.to_day + outcome.waiting_days, other.to_day + other.waiting_days
    return outcome.decided == other.decided and (by == by_other if other.first else by <= by_other)


def _both(outcome: Outcome) -> Where:
    """What an event that makes the outcome true meets: of a column named twice, the narrower condition."""
    merged = dict(outcome.where)
    for name, condition in outcome.first.items():
        merged[name] = condition if name not in merged or includes(merged[name], condition) else merged[name]
    return merged
