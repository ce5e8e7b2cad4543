"""Which cells of a table break a rule by themselves, and how uncertain they must stay."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outcomelab.disclosure.contributors import Contributors, contributors
from outcomelab.disclosure.suppress.grid import Bools, Floats, Ints, shape, summed
from outcomelab.handovers.cells import NOBODY, Cells, Tree
from outcomelab.protocol.rules import DisclosureRules


@dataclass(frozen=True)
class Whole:
    """A table with its margins, raveled. persons: in each cell; values: persons too, or the amount. primary: cells
    that break a rule. up, down: how far above and below its value readers must be able to think each of those.
    alone, person: as in `suppress.problem`. inner: cells that are no margin; empty: cells that everybody knows to
    be empty, which are shown. largest, second: of an amount, what its two largest contributors have."""

    persons: Floats
    values: Floats
    primary: Bools
    up: Floats
    down: Floats
    alone: Ints
    person: Ints
    inner: Bools
    empty: Bools
    largest: Floats | None = None
    second: Floats | None = None


def whole(cells: Cells, rules: DisclosureRules) -> Whole:
    """A table with its margins and what the rules say of each cell.

    Of persons: fewer than the threshold, none included, since a zero too says something of everybody; a reader
    must be able to think that the threshold is reached, and not be sure that so many there are at least. Of an
    amount: fewer contributors than the threshold, the (2, k) dominance rule or the p% rule; up and down by what
    those rules lack, and by p% of the amount where contributors are few (Hundepool et al. 2012, Statistical
    Disclosure Control, sections 4.2 and 4.3).
    """
    found = contributors(cells)
    inner, empty = inner_cells(cells.axes), _empty(cells)
    person = np.where(inner, found.alone, NOBODY)
    few = (found.persons < rules.threshold) & ~empty
    if cells.amounts is None:
        up = np.where(few, rules.threshold - found.persons, 0.0)
        down = np.where(few & (found.persons > 0), 1.0, 0.0)
        return Whole(found.persons, found.values, few, up, down, found.alone, person, inner, empty)
    _, p_percent = rules.apart(costs=cells.amounts.costs)
    lack = _lack(found, rules.dominance_share, p_percent)
    primary = (few | (lack > 0)) & ~empty
    up = np.where(primary, np.maximum(lack, np.where(few, p_percent / 100 * found.values, 0.0)), 0.0)
    down = np.minimum(up, found.values)
    two = found.largest, found.second
    return Whole(found.persons, found.values, primary, up, down, found.alone, person, inner, empty, *two)


def inner_cells(axes: tuple[Tree, ...]) -> Bools:
    """Of a table's cells, raveled, which are no margin."""
    inner = np.ones(shape(axes), dtype=bool)
    for which, axis in enumerate(axes):
        whole_codes = np.setdiff1d(np.arange(len(axis.codes)), axis.inner)
        inner[(slice(None),) * which + (whole_codes,)] = False
    return inner.ravel()


def _empty(cells: Cells) -> Bools:
    """A cell is known to be empty when all its inner cells are."""
    if cells.empty is None:
        return np.zeros(int(np.prod(shape(cells.axes))), dtype=np.bool_)
    return np.asarray(summed(~cells.empty, cells.axes).ravel() == 0)


def _lack(found: Contributors, dominance_share: float, p_percent: float) -> Floats:
    largest, second, values = found.largest, found.second, found.values
    assert largest is not None  # noqa: S101 of an amount both are known
    assert second is not None  # noqa: S101
    dominance = (largest + second) / dominance_share - values
    nearest = p_percent / 100 * largest - (values - largest - second)
    return np.maximum(np.maximum(dominance, nearest), 0.0)
