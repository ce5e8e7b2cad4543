"""Conditions on columns: nothing empty, nothing that no value can meet."""

from __future__ import annotations

import datetime as dt

from outcomelab.protocol.model import Range, Where
from outcomelab.protocol.reading.near import written
from outcomelab.protocol.reading.slips import KeyPath, Sifting, Slip


def conditions(where: Where, path: KeyPath) -> Sifting[None]:
    """Slips of the conditions written at `path`."""
    for column, condition in where.items():
        if isinstance(condition, Range):
            yield from a_range(condition, (*path, column))
        elif condition == ():
            mend = f'Write values: `{column} = ["a", "b"]`, or take the condition out.'
            yield Slip((*path, column), "lists no value, so nobody could meet it", mend)


def a_range(given: Range, path: KeyPath) -> Sifting[None]:
    """Slips of one range: both ends open, ends of two types, or upside down."""
    low, high = given.min, given.max
    if low is None and high is None:
        yield Slip(path, "has neither `min` nor `max`", "Write `{ min = 18 }`, `{ max = 65 }` or both.")
    if low is None or high is None:
        return
    if isinstance(low, dt.date) or isinstance(high, dt.date):
        if not (isinstance(low, dt.date) and isinstance(high, dt.date)):
            yield Slip(path, "has a number at one end and a day at the other", "Write two numbers or two days.")
            return
        upside_down = low > high
    else:
        upside_down = low > high
    if upside_down:
        mend = f"Write `{{ min = {written(high)}, max = {written(low)} }}`, if that is what was meant."
        yield Slip(path, "has its `min` above its `max`, so nobody could meet it", mend)
