"""The front door of secondary suppression: which cells to withhold beside those that break a rule."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from outcomelab.disclosure.suppress.boxes import boxes
from outcomelab.disclosure.suppress.grid import Linked
from outcomelab.disclosure.suppress.hypercube import hypercube
from outcomelab.disclosure.suppress.optimal import Suppression, optimal
from outcomelab.disclosure.suppress.problem import Problem
from outcomelab.handovers.cells import Tree

SECONDS = 60.0


def suppress(
    problem: Problem, tables: Sequence[Sequence[Tree]], linked: Linked, seconds: float = SECONDS
) -> Suppression:
    """Cells to withhold that cost least, within `seconds`; past them the best found by LP rounding, within a tenth
    of that more; when nothing safe was found by then, by hypercubes. The result says which it was.

    Raises DisclosureRefused when no choice protects the primary cells.
    """
    try:
        return optimal(problem, seconds, partial(boxes, problem, tables, linked))
    except TimeoutError:
        withheld = hypercube(problem, tables, linked)
        cost = float(problem.cost[withheld & ~problem.primary].sum())
        return Suppression(withheld, cost, 0.0, "hypercube")
