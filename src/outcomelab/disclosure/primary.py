"""Which cells of a table break a rule by themselves, and how uncertain they must stay."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outcomelab.disclosure.suppress.grid import Bools, Floats, Ints, shape, summed
from outcomelab.disclosure.suppress.problem import NOBODY
from outcomelab.handovers.cells import Amounts, Cells, Tree
from outcomelab.protocol.rules import DisclosureRules


@dataclass(frozen=True)
class Whole:
    """A table with its margins, raveled. values: persons, or the amount. primary: cells that break a rule. up,
    down: how far above and below its value readers must be able to think each of those. alone, person: as in
    `suppress.problem`. inner: cells that are no margin."""

    values: Floats
    primary: Bools
    up: Floats
    down: Floats
    alone: Ints
    person: Ints
    inner: Bools


def whole(cells: Cells, rules: DisclosureRules) -> Whole:
    """A table with its margins and what the rules say of each cell.

    Of persons: fewer than the threshold, none included, since a zero too says something of everybody; a reader
    must be able to think that the threshold is reached, and not be sure that so many there are at least. Of an
    amount: fewer contributors than the threshold, the (2, k) dominance rule or the p% rule; up and down by what
    those rules lack, and by p% of the amount where contributors are few (Hundepool et al. 2012, Statistical
    Disclosure Control, sections 4.2 and 4.3).
    """
    persons = summed(cells.persons, cells.axes).ravel()
    alone = _alone(cells, persons)
    inner = _inner(cells.axes)
    person = np.where(inner, alone, NOBODY)
    few = persons < rules.threshold
    if cells.amounts is None:
        up = np.where(few, rules.threshold - persons, 0.0)
        down = np.where(few & (persons > 0), 1.0, 0.0)
        return Whole(persons, few, up, down, alone, person, inner)
    values = summed(cells.amounts.total, cells.axes).ravel()
    lack = _lack(cells, values, rules)
    primary = few | (lack > 0)
    up = np.where(primary, np.maximum(lack, np.where(few, rules.p_percent / 100 * values, 0.0)), 0.0)
    return Whole(values, primary, up, np.minimum(up, values), alone, person, inner)


def _inner(axes: tuple[Tree, ...]) -> Bools:
    inner = np.ones(shape(axes), dtype=bool)
    for which, axis in enumerate(axes):
        whole_codes = np.setdiff1d(np.arange(len(axis.codes)), axis.inner)
        inner[(slice(None),) * which + (whole_codes,)] = False
    return inner.ravel()


def _alone(cells: Cells, persons: Floats) -> Ints:
    """Of cells that hold one person, the number of that person: the place of the inner cell it is in."""
    numbers = np.arange(cells.persons.size).reshape(cells.persons.shape)
    held = summed(np.where(cells.persons == 1, numbers, 0), cells.axes).ravel()
    return np.where(persons == 1, held, NOBODY).astype(np.int64)


def _lack(cells: Cells, values: Floats, rules: DisclosureRules) -> Floats:
    amounts = cells.amounts
    assert amounts is not None  # noqa: S101 the caller has looked
    largest, second = _two_largest(amounts, cells.axes)
    dominance = (largest + second) / rules.dominance_share - values
    p_percent = rules.p_percent / 100 * largest - (values - largest - second)
    return np.maximum(np.maximum(dominance, p_percent), 0.0)


def _two_largest(amounts: Amounts, axes: tuple[Tree, ...]) -> tuple[Floats, Floats]:
    """Of every cell, margins included: a whole's two largest are among its parts' two largest."""
    first, second = amounts.largest, amounts.second
    for which, axis in enumerate(axes):
        first, second = np.moveaxis(first, which, 0), np.moveaxis(second, which, 0)
        size = (len(axis.codes), *first.shape[1:])
        new_first, new_second = np.zeros(size), np.zeros(size)
        new_first[list(axis.inner)], new_second[list(axis.inner)] = first, second
        for place, of in enumerate(axis.whole[:-1]):
            new_second[of] = np.maximum(
                np.maximum(new_second[of], new_second[place]), np.minimum(new_first[of], new_first[place])
            )
            new_first[of] = np.maximum(new_first[of], new_first[place])
        first, second = np.moveaxis(new_first, 0, which), np.moveaxis(new_second, 0, which)
    return first.ravel(), second.ravel()
