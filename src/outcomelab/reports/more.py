"""How many more participants an inconclusive study would probably have needed.

With n participants and a standard error se, the usual 80% chance of an interval that leaves out zero asks
for n × ((1.96 + 0.84) · se / |estimate|)² participants in all (normal approximation; Cohen 1988, ch. 2, for
a comparison group that grows along). Only published figures go in, so nothing new is given away.
"""

from __future__ import annotations

from dataclasses import dataclass

from outcomelab.handovers.interval import Z95
from outcomelab.reports.language import tell
from outcomelab.reports.numbers import number, rounded_up
from outcomelab.reports.phrases import Interval

_FAR = 20
_Z_POWER = 0.84


@dataclass(frozen=True)
class More:
    """`participants` more would probably be needed; `at_least` when only a lower bound makes sense.

    None: it cannot be foreseen.
    """

    participants: int | None
    at_least: bool = False


def more(found: Interval, participants: int) -> More:
    """How many participants more than `participants` would probably settle a difference of the size found."""
    if found.estimate == 0:
        return More(None)
    se = (found.high - found.low) / (2 * Z95)
    extra = participants * ((Z95 + _Z_POWER) * se / abs(found.estimate)) ** 2 - participants
    if extra > _FAR * participants:
        return More(rounded_up(_FAR * participants), at_least=True)
    return More(rounded_up(extra))


def more_words(answer: More) -> str:
    """`answer` as the end of a sentence."""
    if answer.participants is None:
        return tell(
            "how many more participants would settle it cannot be foreseen, "
            "because the best estimate is no difference at all"
        )
    count = number(answer.participants)
    if answer.at_least:
        return tell(
            "if the true difference is as small as the one found, "
            "more than {count} more participants would be needed to see it",
            count=count,
        )
    return tell(
        "to settle a difference of the size found, about {count} more participants would probably be needed",
        count=count,
    )
