"""What a reader can work out of every withheld cell: the least and the most it can hold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outcomelab.disclosure.audit.possible import Possible
from outcomelab.disclosure.audit.published import Floats, Published

_CLOSE = 1e-6  # of the unit that tables are solved in
_ROUNDS = 50


@dataclass(frozen=True)
class Bounds:
    """low, high: of every cell, infinite where there is no bound. exact: worked out by linear programs, so the
    very bounds; otherwise by sums alone, which a reader with a solver might narrow."""

    low: Floats
    high: Floats
    exact: bool


def bounds(table: Published) -> Bounds:
    """The very bounds, by two linear programs a withheld cell, unless a table found before already goes as far as
    sums alone allow."""
    rough = by_sums(table)
    low, high = rough.low.copy(), rough.high.copy()
    least, most = np.full(len(low), np.inf), np.full(len(low), -np.inf)
    possible = Possible(table)
    close = _CLOSE * possible.unit
    for cell in np.flatnonzero(table.withheld):
        if least[cell] > low[cell] + close:
            found = possible.lowest(int(cell))
            least, most = np.minimum(least, found), np.maximum(most, found)
            low[cell] = found[cell]
        if most[cell] < high[cell] - close:
            found = possible.highest(int(cell))
            least, most = np.minimum(least, found), np.maximum(most, found)
            high[cell] = np.inf if possible.unbounded(float(found[cell])) else found[cell]
    return Bounds(low, high, exact=True)


def by_sums(table: Published) -> Bounds:
    """Bounds from each sum by itself, used in turn until nothing changes: a whole is its parts' bounds added, a
    part is the whole less the others."""
    matrix = table.equations.tocoo()
    row, cell = matrix.coords
    sign = matrix.data
    low, high = table.low.copy(), table.high.copy()
    for _ in range(_ROUNDS):
        least = np.where(sign > 0, low[cell], -high[cell])
        most = np.where(sign > 0, high[cell], -low[cell])
        others_least = _others(row, least, table.equations.shape[0])
        others_most = _others(row, most, table.equations.shape[0])
        new_high = np.where(sign > 0, -others_least, others_most)
        new_low = np.where(sign > 0, -others_most, others_least)
        before = np.concatenate([low, high])
        np.minimum.at(high, cell, new_high)
        np.maximum.at(low, cell, new_low)
        if np.allclose(np.concatenate([low, high]), before):
            break
    return Bounds(low, high, exact=False)


def _others(row: np.ndarray, term: Floats, rows: int) -> Floats:
    """For every term of a sum the sum of the others, where infinite ones are counted rather than added."""
    finite = np.isfinite(term)
    total = np.bincount(row, np.where(finite, term, 0.0), rows)
    without_bound = np.bincount(row, ~finite, rows)
    sign = np.bincount(row, np.where(finite, 0.0, np.sign(np.where(finite, 1.0, term))), rows)
    others = total[row] - np.where(finite, term, 0.0)
    left = without_bound[row] - ~finite
    return np.where(left > 0, np.where(sign[row] < 0, -np.inf, np.inf), others)
