"""What the outcome may hang on besides straight lines: how each number bends.

Few things rise in a straight line. Where participants have more of a number, and the outcome bends in it, a
regression on straight lines lays the bend to the programme.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np

from outcomelab.impact.arrays import Bools, Ints
from outcomelab.impact.matrix import Curve, Matrix, Number
from outcomelab.impact.moments import moments

_BETWEEN = (5, 50, 95)  # percentiles of participants: a bend below their median and one above


def bent(matrix: Matrix, participant: Bools) -> Matrix:
    """The `matrix` (n rows) with the curves of each of its numbers: one between the percentiles 5 and 50 of the
    participants, one between 50 and 95, where some of them lie in between. Together with the line they are a
    quadratic spline that runs on straight at either end."""
    curves = tuple(_curves(matrix.numbers, np.flatnonzero(participant)))
    return replace(matrix, numbers=(*matrix.numbers, *curves))


def _curves(numbers: tuple[Number, ...], mine: Ints) -> Iterator[Curve]:
    for number in numbers:
        held = number.held[mine]
        for low, high in pairwise(np.percentile(held, _BETWEEN)):
            if ((low < held) & (held < high)).any():
                curve = Curve(number.held, 0.0, 1.0, float(low), number.spread, float(high - low) / number.spread)
                known = moments(curve.at(slice(None)))
                yield replace(curve, mean=known.mean, spread=known.sd)
