"""Amounts in a unit in which solvers can tell them apart, whatever they are an amount of."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from outcomelab.disclosure.suppress.problem import Floats, Problem

_LARGEST = 1e6
_LEAST = 1e-2  # what a cell must be uncertain by, so that solvers, which err by 1e-7, can tell


def in_even_units(problem: Problem) -> Problem:
    """The same problem, of amounts, in a unit of which the largest cell holds about a million: a power of two, so
    that nothing is rounded. A need of less than a hundredth of that unit is one of a hundredth.

    Solvers err by fixed amounts: in millions of millions they take what adds up for what does not, in millionths
    anything for nothing.
    """
    largest = float(problem.values.max(initial=0.0))
    if largest <= 0:
        return problem
    unit = 2.0 ** np.floor(np.log2(largest / _LARGEST))
    values = problem.values / unit
    up = _at_least(problem.up / unit)
    return replace(problem, values=values, up=up, down=np.minimum(_at_least(problem.down / unit), values))


def _at_least(amounts: Floats) -> Floats:
    return np.where(amounts > 0, np.maximum(amounts, _LEAST), 0.0)
