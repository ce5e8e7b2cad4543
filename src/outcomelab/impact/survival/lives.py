"""Times to a first event: read from a table, checked, and a group of them as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from outcomelab.errors import ImpactError
from outcomelab.impact.arrays import Bools, Floats, Ints
from outcomelab.impact.columns import as_numbers, is_number

EVENT, COMPETING = 1, 2


@dataclass(frozen=True)
class Lives:
    """n persons: `time` followed (n), `event` at its end (n; 0 none seen, 1 the event, 2 one that rules it out),
    `weight` (n, above 0)."""

    time: Floats
    event: Ints
    weight: Floats

    def __len__(self) -> int:
        return len(self.time)

    def among(self, inside: Bools | Ints) -> Lives:
        """Those of them who are `inside` (n truth values, or places)."""
        return Lives(self.time[inside], self.event[inside], self.weight[inside])

    @property
    def alike(self) -> bool:
        """Whether everybody weighs the same."""
        return len(self) == 0 or bool(np.ptp(self.weight) == 0)


def times(table: pa.Table, column: str) -> Floats:
    """The column of times, one a row. Raises ImpactError unless they are numbers from 0."""
    values = _numbers(table, column)
    if values is None or (values < 0).any():
        raise ImpactError(f"The outcome needs times from 0 on in {column}, as numbers.")
    return values


def events(table: pa.Table, column: str) -> Ints:
    """The column of events, one a row. Raises ImpactError unless they are 0, 1 or 2 (or false and true)."""
    values = _numbers(table, column)
    if values is None or not np.isin(values, (0.0, 1.0, 2.0))[~np.isnan(values)].all():
        raise ImpactError(
            f"The outcome needs 0, 1 or 2 in {column}: how each time ended, without the event, with it, or with "
            "another that rules it out, such as death."
        )
    return np.nan_to_num(values).astype(np.int64)


def event_times(table: pa.Table, time: str, event: str) -> Floats:
    """When each row's event came, −1 for those without. Raises ImpactError as `times` and `events` do."""
    followed = times(table, time)
    return np.where(events(table, event) == EVENT, followed, -1.0)


def _numbers(table: pa.Table, column: str) -> Floats | None:
    """Numbers, NaN for those unknown (whom the comparison refuses by itself)."""
    values = table[column]
    return np.asarray(as_numbers(values).to_numpy(zero_copy_only=False)) if is_number(values.type) else None
