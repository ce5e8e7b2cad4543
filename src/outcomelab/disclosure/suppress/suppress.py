"""The front door of secondary suppression: which cells to withhold beside those that break a rule."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial

from outcomelab.disclosure.suppress.batches import by_batches
from outcomelab.disclosure.suppress.boxes import boxes
from outcomelab.disclosure.suppress.grid import Linked
from outcomelab.disclosure.suppress.hypercube import hypercube
from outcomelab.disclosure.suppress.optimal import GRACE, Suppression, optimal
from outcomelab.disclosure.suppress.problem import Problem
from outcomelab.handovers.cells import Tree

SECONDS = 60.0


def suppress(
    problem: Problem, tables: Sequence[Sequence[Tree]], linked: Linked, seconds: float = SECONDS
) -> Suppression:
    """Cells to withhold that cost least, within `seconds`; past them the best found by LP rounding, within a tenth
    of that more, for many needs at a time where there is no choice yet when most of them are over; when nothing
    safe was found by then, by hypercubes. The result says which it was.

    Raises DisclosureRefused when no choice protects the primary cells.
    """
    ends = time.monotonic() + seconds * (1 + GRACE)
    try:
        return optimal(problem, seconds, partial(boxes, problem, tables, linked))
    except TimeoutError:
        try:
            withheld, solver = by_batches(problem, ends), "rounding"
        except TimeoutError:
            withheld, solver = hypercube(problem, tables, linked), "hypercube"
        return Suppression(withheld, float(problem.cost[withheld & ~problem.primary].sum()), 0.0, solver)
