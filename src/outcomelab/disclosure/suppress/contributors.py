"""What somebody who is alone in a withheld cell, and so knows it, can work out of the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np

from outcomelab.disclosure.suppress.attacker import CLOSE, Attacker
from outcomelab.disclosure.suppress.lines import unmet_in_lines
from outcomelab.disclosure.suppress.own import Own
from outcomelab.disclosure.suppress.problem import NOBODY, Bools, Ints, Need, Problem
from outcomelab.disclosure.suppress.protection import met
from outcomelab.disclosure.suppress.together import met_together


def unmet_by_contributors(
    problem: Problem, withheld: Bools, asked: Sequence[Need], ends: float = np.inf
) -> tuple[Need, ...]:
    """Needs that are not met for somebody who is alone in a withheld cell; needs of cells that are about that
    person alone do not count, and none has to seem less than what is theirs in it. When a sum by itself gives some
    away, those are all that is told. Raises TimeoutError at `ends`.

    One way for a cell to move serves everybody whose own cells stand still in it. So ways are first looked for
    in which one half of these persons stands still, for the cells of the other half: halved by every binary digit
    of their numbers, any two persons are apart in one of the halvings. What none of these serves is looked at by
    itself, with all standing still, then one half of them, and the other.
    """
    alone = withheld & (problem.person != NOBODY)
    if not alone.any():
        return ()
    if in_lines := tuple(unmet_in_lines(problem, withheld, asked)):
        return in_lines
    attacker, theirs_in = Attacker(problem, withheld, ends), Own(problem)
    below, above = problem.values[attacker.cells], np.full(len(attacker.cells), np.inf)
    persons = np.where(alone, problem.person, NOBODY)[attacker.cells]
    everybody = np.unique(persons[persons != NOBODY])

    def served(some: Ints, needs: Sequence[Need]) -> Bools:
        still = np.isin(persons, some)
        return met_together(attacker, needs, np.where(still, 0.0, below), np.where(still, 0.0, above))

    def told(need: Need, person: int) -> Need | None:
        """What is not met for this one person."""
        amount = need.amount if need.sign > 0 else min(need.amount, theirs_in.left(need.cell, person))
        theirs = Need(need.cell, need.sign, amount, person)
        if amount <= CLOSE * need.amount or met(theirs, attacker.reach(theirs, below, above).moves):
            return None
        return theirs

    def failing(need: Need, some: Ints) -> Iterator[int]:
        if not len(some):
            return
        still = np.isin(persons, some)
        reached = attacker.reach(need, np.where(still, 0.0, below), np.where(still, 0.0, above))
        if met(need, reached.moves):
            return
        holding = np.isin(some, persons[reached.holding[attacker.cells] & still])
        if holding.sum() == 1 or len(some) == 1:
            yield from some[holding].tolist() or some.tolist()
        else:
            for half in np.array_split(some[holding], 2) if holding.any() else np.array_split(some, 2):
                yield from failing(need, half)
        if holding.any():
            yield from failing(need, some[~holding])

    number = {int(person): place for place, person in enumerate(everybody)}
    theirs = [need for need in asked if int(problem.alone[need.cell]) in number]
    others = [need for need in asked if int(problem.alone[need.cell]) not in number]
    others = [need for need, done in zip(others, served(everybody, others), strict=True) if not done]
    digits = np.arange(len(everybody))[:, None] >> np.arange(len(everybody).bit_length()) & 1  # persons × digits
    for digit in digits.T:
        zero, one = (served(everybody[digit == value], others) for value in (0, 1))
        others = [need for need, done in zip(others, zero & one, strict=True) if not done]
    doubtful = [(need, everybody) for need in others]
    own = np.array([number[int(problem.alone[need.cell])] for need in theirs], dtype=np.int64)
    unserved = np.ones((len(theirs), digits.shape[1]), dtype=bool)
    for digit, value in product(range(digits.shape[1]), (0, 1)):
        mine = np.flatnonzero(digits[own, digit] != value)
        some = everybody[digits[:, digit] == value]
        done = served(some, [theirs[place] for place in mine]) if len(some) else np.ones(len(mine), dtype=bool)
        unserved[mine, digit] = ~done
    for need, place, left in zip(theirs, own, unserved, strict=True):
        if left.any():
            doubtful.append((need, everybody[(digits[:, left] != digits[place, left]).any(axis=1)]))
    every = (told(need, person) for need, some in doubtful for person in failing(need, some))
    return tuple(need for need in every if need is not None)
