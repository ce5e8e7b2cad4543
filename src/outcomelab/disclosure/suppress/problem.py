"""What secondary suppression has to solve: cells, what adds up, what must not be learnt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
NOBODY = -1
GIVEN_AWAY = (
    "A cell of this table is given away by what adds up, whatever else is withheld. Take the total of it out, or "
    "merge categories."
)


@dataclass(frozen=True)
class Problem:
    """Cells 0…n−1 of one table, or of several that share cells, none of them below zero.

    values: what the lab holds. cost: what withholding a cell costs. primary: cells that break a rule. free: other
    cells that may be withheld beside those. relations: m × n, relations @ values = 0, or more where people are in
    several parts of a whole. up, down: how far above and below its value the greatest and the least possible value
    of a primary cell must lie, as anyone can work them out from the cells shown (upper and lower protection
    levels, Fischetti & Salazar 2001). alone: the number of the one contributor of a cell; `NOBODY` where there are
    more or none. person: the same where that contributor knows the figure for being alone in it.
    """

    values: Floats
    cost: Floats
    primary: Bools
    free: Bools
    relations: csr_array
    up: Floats
    down: Floats
    person: Ints
    alone: Ints

    @property
    def whole_costs(self) -> bool:
        """Whether every cost is a whole number, so that two totals differ by at least one."""
        return bool((self.cost == np.round(self.cost)).all())


@dataclass(frozen=True)
class Need:
    """That `cell` can be `amount` more (`sign` 1) or less (−1) than it is, for somebody who also knows the cells
    of `person`."""

    cell: int
    sign: int
    amount: float
    person: int = NOBODY


def needs(problem: Problem) -> tuple[Need, ...]:
    """What the primary cells ask for, of somebody who knows only what is shown; the hardest first."""
    primary = np.flatnonzero(problem.primary)
    wanted = [
        Need(int(cell), sign, float(amounts[cell]))
        for sign, amounts in ((1, problem.up), (-1, problem.down))
        for cell in primary
        if amounts[cell] > 0
    ]
    return tuple(sorted(wanted, key=lambda need: (-need.amount, -need.sign, need.cell)))


def known(problem: Problem, need: Need) -> Ints:
    """The cells that whoever `need` is about knows already."""
    return np.flatnonzero(problem.person == need.person) if need.person != NOBODY else np.zeros(0, np.int64)
