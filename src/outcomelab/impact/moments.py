"""A column of numbers in one reading: how many are known, their mean, spread and ends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outcomelab.impact.arrays import Floats

_BLOCK = 16_384  # rows that stay near the processor


@dataclass(frozen=True)
class Moments:
    """Of the `size` values that are finite: `mean`, standard deviation over n (`sd`, exactly 0 where all are the
    same), `low` and `high`; `binary` where there are no others than 0 and 1, both of them or one."""

    size: int
    mean: float
    sd: float
    low: float
    high: float
    binary: bool


@np.errstate(over="ignore", invalid="ignore")
def moments(values: Floats) -> Moments:
    """The moments of n values, a block after the other (Chan, Golub & LeVeque 1983, eq. 2.1)."""
    size, mean, squares, low, high, binary = 0, 0.0, 0.0, np.inf, -np.inf, True
    for first in range(0, len(values), _BLOCK):
        block = values[first : first + _BLOCK]
        total = block.sum()
        if not np.isfinite(total):
            block = block[np.isfinite(block)]
            total = block.sum()
        if not len(block):
            continue
        low, high = min(low, block.min()), max(high, block.max())
        binary = binary and np.count_nonzero(block) == np.count_nonzero(block == 1)
        middle = total / len(block)
        away = block - middle
        together = size + len(block)
        squares += away @ away + (middle - mean) ** 2 * size * len(block) / together
        mean += (middle - mean) * len(block) / together
        size = together
    if low == high:
        return Moments(size, float(low), 0.0, float(low), float(high), binary)
    return Moments(size, float(mean), float(np.sqrt(squares / max(size, 1))), float(low), float(high), binary)
