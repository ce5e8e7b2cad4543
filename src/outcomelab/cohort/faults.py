"""What is wrong in which rows, and why rows are lost: masks over all rows, no row on its own."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from outcomelab.errors import RowProblem
from outcomelab.handovers.flow import Loss
from outcomelab.people.masks import Bools, Ints


@dataclass(frozen=True)
class Fault:
    """The same thing wrong with one `column` (a heading) in all rows of the mask `at`.

    `alone`: worth saying only of a cell with nothing else wrong (a formula leaves its cell empty too).
    """

    column: str
    wrong: str
    mend: str
    at: Bools = field(repr=False)
    alone: bool = False


@dataclass(frozen=True)
class Lost:
    """Rows that cannot be used, for one reason (words a board reads)."""

    reason: str
    at: Bools = field(repr=False)


def losses(lost: list[Lost], rows: int) -> tuple[Bools, tuple[Loss, ...]]:
    """Which rows stay, and how many go for each reason: a row goes for the first reason that it has."""
    staying = np.ones(rows, dtype=bool)
    counted = []
    for each in lost:
        going = staying & each.at
        staying &= ~each.at
        counted.append(Loss(each.reason, int(going.sum())))
    return staying, tuple(loss for loss in counted if loss.count)


def row_problems(faults: list[Fault], numbers: Ints) -> tuple[RowProblem, ...]:
    """Every fault of every row, in the order of the rows; `numbers` are the rows' numbers in the file."""
    found: list[RowProblem] = []
    told: dict[str, Bools] = {}
    for fault in sorted(faults, key=lambda fault: fault.alone):
        before = told.get(fault.column, np.zeros(len(numbers), dtype=bool))
        at = fault.at & ~before if fault.alone else fault.at
        told[fault.column] = before | at
        found += [RowProblem(row, fault.column, fault.wrong, fault.mend) for row in numbers[at].tolist()]
    return tuple(sorted(found, key=lambda problem: problem.row))
