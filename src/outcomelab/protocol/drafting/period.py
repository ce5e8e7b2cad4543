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


def period(dictionary: Dictionary, needed: int = 0) -> Period:
    """A year back and a year ahead where the holding is long enough, else a third of its length each; where so
    many days ahead are `needed`, those.

    Raises HoldingError when the holding covers no day after its first, or not the days that are needed.
    """
    days = (dictionary.covers_to - dictionary.covers_from).days
    if days < 1:
        raise HoldingError(
            f"The holding {dictionary.name} covers less than two days: there is no follow-up in it."
        )
    if needed > days:
        raise HoldingError(
            f"The holding {dictionary.name} covers {days:,} days; follow-up and waiting period need {needed:,}."
        )
    ahead = needed or min(_YEAR, max(1, days // 3))
    back = min(_YEAR, days // 3, days - ahead)
    first, last = dt.timedelta(days=back), dt.timedelta(days=ahead)
    return Period(dictionary.covers_from + first, dictionary.covers_to - last, back, ahead)
