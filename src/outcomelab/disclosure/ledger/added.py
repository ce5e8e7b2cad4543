"""What figures of one population say of one another: a part is no more than its whole less the other parts.

So the gate, which looks at one outcome after the other, is told of an outcome also what follows from those it
hangs together with: of a part that is withheld too.
"""

from __future__ import annotations

from collections.abc import Mapping

from outcomelab.disclosure.ledger import implied
from outcomelab.disclosure.ledger.record import Interval, Told
from outcomelab.handovers.figures import Figures


def added_up(told: tuple[Told, ...], figures: Figures) -> tuple[Told, ...]:
    """The same of everybody compared, each interval narrowed by the others. What some are said to be among is as
    large as the number of people that is about; the parts of a whole share nobody."""
    known = {one.name: one.with_outcome for one in told}
    for one in figures.outcomes:
        if one.among:
            known[one.among] = _both(known.get(one.among), implied.count(one.participants, figures.rules.base))
    rates = [one for one in figures.outcomes if one.kind == "any" and one.part_of in known and not one.among]
    for whole in dict.fromkeys(one.part_of for one in rates):
        parts = [one.name for one in rates if one.part_of == whole]
        all_of_it = known[whole]
        least = sum(_low(known, part) for part in parts)
        if all_of_it is None:
            continue
        known[whole] = _both(all_of_it, Interval(low=least, high=max(least, all_of_it.high)))
        for part in parts:
            most = max(all_of_it.high - (least - _low(known, part)), _low(known, part))
            known[part] = _both(known[part], Interval(low=0, high=most))
    return tuple(one.model_copy(update={"with_outcome": known[one.name]}) for one in told)


def _low(known: Mapping[str, Interval | None], name: str) -> float:
    interval = known[name]
    return interval.low if interval else 0.0


def _both(one: Interval | None, other: Interval | None) -> Interval | None:
    """What lies in both."""
    if one is None or other is None:
        return one or other
    low = max(one.low, other.low)
    return Interval(low=low, high=max(low, min(one.high, other.high)))
