"""What follows for single persons from counts over sets of them: by linear programs, and by least squares.

Persons who are in the same sets are one variable (an atom): nothing published tells them apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import highspy
import numpy as np
import scipy.sparse as sp

from outcomelab.attacks.releases.invented import Bools, Floats, Ints
from outcomelab.attacks.releases.reading import Told

_CLOSE = 1e-5  # of a person
_ROUNDS = 60


@dataclass(frozen=True)
class System:
    """`sets` × atoms (1: the atom is in the set), `size`: persons of an atom, `atom`: the one of each person (−1:
    in no set), `low` and `high`: how many of each set had the outcome, `value`: the best guess at it."""

    sets: Floats = field(repr=False)
    size: Floats
    atom: Ints
    low: Floats
    high: Floats
    value: Floats


def system(found: list[Told]) -> System:
    """All that was told, as one system."""
    whole = np.array([one.persons for one in found])
    patterns, atom, size = np.unique(whole.T, axis=0, return_inverse=True, return_counts=True)
    inside = patterns.any(axis=1)
    place = np.where(inside, np.cumsum(inside) - 1, -1)
    ends = np.array([(one.low, one.high, one.value) for one in found], dtype=np.float64)
    return System(
        patterns[inside].T.astype(np.float64),
        size[inside].astype(np.float64),
        place[atom.ravel()].astype(np.int64),
        ends[:, 0],
        ends[:, 1],
        ends[:, 2],
    )


class _Quiet(highspy.Highs):
    """HiGHS without the banner that its Python class prints as soon as it is made."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()


class Program:
    """min c·x over what can be true, kept warm from one c to the next."""

    def __init__(self, matrix: sp.csr_array, upper: Floats, low: Floats, high: Floats) -> None:
        self.solver = _Quiet()
        self.solver.setOptionValue("output_flag", False)
        self.solver.setOptionValue("threads", 1)
        program = highspy.HighsLp()
        program.num_row_, program.num_col_ = matrix.shape
        program.col_cost_, program.col_lower_, program.col_upper_ = (
            np.zeros(len(upper)),
            np.zeros(len(upper)),
            upper,
        )
        program.row_lower_, program.row_upper_ = low, high
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.start_, program.a_matrix_.index_ = matrix.indptr, matrix.indices
        program.a_matrix_.value_ = matrix.data
        self.solver.passModel(program)
        self._places = np.arange(len(upper), dtype=np.int32)

    def least(self, cost: Floats) -> Floats:
        """Where c·x is least. Raises ArithmeticError when nothing can be true."""
        self.solver.changeColsCost(len(cost), self._places, cost)
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError("no way of being agrees with everything that was told")
        return np.array(self.solver.getSolution().col_value)


def fixed_persons(known: System, rng: np.random.Generator) -> Bools:
    """Whose outcome is certain: of their atom nobody can have had it, or everybody must have had it.

    Programs that pull many atoms up or down at once show most of them free; the rest get two programs each.
    """
    program = Program(sp.csr_array(known.sets), known.size, known.low, known.high)
    least, most = known.size.copy(), np.zeros(len(known.size))

    def solve(cost: Floats) -> None:
        at = program.least(cost)
        np.minimum(least, at, out=least)
        np.maximum(most, at, out=most)

    for _ in range(_ROUNDS):
        down, up = least > known.size - 1 + _CLOSE, most < 1 - _CLOSE
        if not (down | up).any():
            break
        weight = rng.random(len(known.size))
        solve(weight * down)
        solve(-weight * up)
    certain = np.zeros(len(known.size), dtype=np.bool_)
    for place in np.flatnonzero((least > known.size - 1 + _CLOSE) | (most < 1 - _CLOSE)):
        cost = np.zeros(len(known.size))
        for sign in (1.0, -1.0):
            cost[place] = sign
            solve(cost)
        certain[place] = least[place] > known.size[place] - 1 + _CLOSE or most[place] < 1 - _CLOSE
    return np.append(certain, False)[known.atom]


def bounds(known: System, persons: Bools) -> tuple[float, float]:
    """The least and the most of `persons` who can have had the outcome. They must be whole atoms: a `Told` of them
    sees to that."""
    program = Program(sp.csr_array(known.sets), known.size, known.low, known.high)
    cost = np.isin(np.arange(len(known.size)), known.atom[persons]).astype(np.float64)
    return float(cost @ program.least(cost)), float(cost @ program.least(-cost))


def by_least_squares(known: System, share: float, noise: float) -> Floats:
    """Each person's chance of the outcome, by Gaussian decoding: the posterior mean under a prior of `share`, with
    its binomial variance, and a variance of `noise` (persons²) for every count told."""
    there = np.isfinite(known.value)
    sets, value = known.sets[there], known.value[there]
    spread = share * (1 - share) * known.size
    inner = (sets * spread) @ sets.T + noise * np.eye(len(value))
    moved = spread * (sets.T @ np.linalg.solve(inner, value - sets @ (share * known.size)))
    return np.append(share + moved / known.size, share)[known.atom]


def by_linear_program(known: System, share: float) -> Floats:
    """Each person's chance, by linear-programming decoding: what is told is missed by as little as can be in all
    (Dwork, McSherry & Talwar 2007)."""
    there = np.isfinite(known.value)
    sets, value = sp.csr_array(known.sets[there]), known.value[there]
    one = sp.eye_array(len(value))
    matrix = sp.csr_array(sp.hstack([sets, one, -one]))
    upper = np.concatenate([known.size, np.full(2 * len(value), highspy.kHighsInf)])
    cost = np.concatenate([np.zeros(len(known.size)), np.ones(2 * len(value))])
    found = Program(matrix, upper, value, value).least(cost)[: len(known.size)]
    return np.append(found / known.size, share)[known.atom]
