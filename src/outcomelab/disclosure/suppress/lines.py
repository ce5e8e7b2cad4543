"""What one sum by itself gives away to somebody who knows a part of it: the cheapest look there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from outcomelab.disclosure.suppress.attacker import CLOSE
from outcomelab.disclosure.suppress.own import Own
from outcomelab.disclosure.suppress.problem import NOBODY, Bools, Floats, Need, Problem


def unmet_in_lines(problem: Problem, withheld: Bools, asked: Sequence[Need]) -> Iterator[Need]:
    """Needs that are not met for somebody alone in a withheld cell of one of the sums that the need's cell is in.

    In a sum, a cell goes up when others of its sign go down, by what they hold at most, or others of the opposite
    sign up, without end. For every need at most one person of one sum is named; none has to think of a
    cell that it holds less than what is theirs in it.
    """
    matrix, named, own = problem.relations, set[tuple[int, int]](), Own(problem)
    wanted = {sign: np.zeros(len(withheld)) for sign in (1, -1)}
    for need in asked:
        wanted[need.sign][need.cell] = need.amount
    for row in range(matrix.shape[0]):
        span = slice(matrix.indptr[row], matrix.indptr[row + 1])
        here = withheld[matrix.indices[span]]
        cells, signs = matrix.indices[span][here].astype(np.int64), matrix.data[span][here]
        persons = np.unique(problem.person[cells])
        for person in persons[persons != NOBODY]:
            unknown = problem.person[cells] != person
            for sign in (1, -1):
                amount = wanted[sign][cells]
                at_stake = (amount > 0) & (problem.alone[cells] != person)
                if not at_stake.any():
                    continue
                reach = _reach(problem.values[cells], signs, unknown, sign)
                short = at_stake & (reach < amount * (1 - CLOSE))
                if sign < 0 and short.any():
                    least = np.minimum(amount, problem.values[cells] - own.least(int(person))[cells])
                    short &= (least > CLOSE * amount) & (reach < least * (1 - CLOSE))
                    amount = least
                for place in np.flatnonzero(short):
                    if (int(cells[place]), sign) not in named:
                        named.add((int(cells[place]), sign))
                        yield Need(int(cells[place]), sign, float(amount[place]), int(person))


def _reach(values: Floats, signs: Floats, unknown: Bools, sign: int) -> Floats:
    """How far each cell of a sum can go by what the others, as far as they are unknown, can do."""
    reach = np.zeros(len(values))
    for own in (1.0, -1.0):
        same, opposite = (signs == own) & unknown, (signs == -own) & unknown
        endless, bounded = (opposite, same) if sign > 0 else (same, opposite)
        others = bounded.astype(float) @ values - np.where(bounded, values, 0.0)
        without_end = endless.sum() - endless
        reach = np.where(signs == own, np.where(without_end > 0, np.inf, others), reach)
    return reach
