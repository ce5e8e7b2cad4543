"""Whether a column writes the day or the month first: the column's own evidence, or who else may say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from outcomelab.people.dates import Parts

By = Literal["column", "protocol", "file", "custom"]


@dataclass(frozen=True)
class Order:
    """How dates that could be swapped are read. `settled`: there is no doubt, so the other reading is not
    kept. `by`: what decided. `mixed`: the column has dates that are only possible one way, and others only
    the other. `doubtful`: how many dates could be read both ways."""

    day_first: bool
    settled: bool
    by: By
    mixed: bool
    doubtful: int


def settle(columns: Mapping[str, Parts], day_first: bool | None) -> dict[str, Order]:
    """Settle the order of day and month for each column of dates.

    A number over 12 in the first or second place settles its column; both kinds in one column leave it in
    doubt, the more frequent being the reading (unless `day_first` says). Without such a
    number `day_first` settles it. Without that either, the other columns' evidence is followed, else the
    day comes first, and the doubt stays.
    """
    votes = {name: _votes(parts) for name, parts in columns.items()}
    for_day = sum(vote[0] for vote in votes.values())
    for_month = sum(vote[1] for vote in votes.values())
    orders = {}
    for name, parts in columns.items():
        own_day, own_month = votes[name]
        doubtful = int(
            (parts.swappable & (parts.day <= 12) & (parts.month <= 12) & (parts.day != parts.month)).sum()
        )
        if own_day and own_month:
            usual = own_day >= own_month if day_first is None else day_first
            order = Order(usual, False, "column", True, doubtful)
        elif own_day or own_month:
            order = Order(own_day > 0, True, "column", False, doubtful)
        elif day_first is not None:
            order = Order(day_first, True, "protocol", False, doubtful)
        elif for_month and not for_day:
            order = Order(False, False, "file", False, doubtful)
        else:
            order = Order(True, False, "file" if for_day else "custom", False, doubtful)
        orders[name] = order
    return orders


def _votes(parts: Parts) -> tuple[int, int]:
    """How many dates are possible with the day first only, and with the month first only."""
    first_is_day = parts.swappable & (parts.day > 12) & (parts.day <= 31) & (parts.month <= 12)
    second_is_day = parts.swappable & (parts.month > 12) & (parts.month <= 31) & (parts.day <= 12)
    return int(np.sum(first_is_day)), int(np.sum(second_is_day))
