"""The unit in which a table tells its times."""

from __future__ import annotations

import re

from outcomelab.errors import ImpactError
from outcomelab.handovers.survival import DAYS


def time_unit(column: str, said: str = "") -> str:
    """The unit `said`, else the one the column's name speaks of (`week`, `months_to_arrest`), else days.

    Raises ImpactError for a unit that is none of those known.
    """
    if said:
        unit = _known(said)
        if unit is None:
            raise ImpactError(f"The times in {column} are said to be in '{said}'. Say {', '.join(DAYS)}.")
        return unit
    named = (_known(word) for word in re.split(r"[^a-z]+", column.lower()))
    return next((unit for unit in named if unit), "days")


def _known(word: str) -> str | None:
    plural = word.lower() if word.endswith("s") else f"{word.lower()}s"
    return plural if plural in DAYS else None
