"""The days a first protocol works with, inside what the holding covers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from outcomelab.errors import HoldingError
from outcomelab.handovers.holding import Dictionary

_YEAR = 365


@dataclass(frozen=True)
class Period:
    """Index events from `first` to `last`, `back` days known before them and `ahead` days after."""

    first: dt.date
    last: dt.date
    back: int
    ahead: int


def period(dictionary: Dictionary) -> Period:
    """A year back and a year ahead where the holding is long enough, else a third of its length each.

    Raises HoldingError when the holding covers no day after its first.
    """
    days = (dictionary.covers_to - dictionary.covers_from).days
    if days < 1:
        raise HoldingError(
            f"The holding {dictionary.name} covers less than two days: there is no follow-up in it."
        )
    back, ahead = min(_YEAR, days // 3), min(_YEAR, max(1, days // 3))
    first, last = dt.timedelta(days=back), dt.timedelta(days=ahead)
    return Period(dictionary.covers_from + first, dictionary.covers_to - last, back, ahead)
