"""Tables made safe: small cells withheld and others that give them back, all rounded, and all of it audited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
from scipy.sparse import csr_array

from outcomelab.disclosure.audit.audit import Demands, audit
from outcomelab.disclosure.audit.published import published
from outcomelab.disclosure.beside import Out, beside
from outcomelab.disclosure.clearing import clear
from outcomelab.disclosure.contributors import Digests, fingerprints
from outcomelab.disclosure.joined import Joined, joined
from outcomelab.disclosure.suppress.grid import Floats
from outcomelab.disclosure.suppress.problem import Problem
from outcomelab.disclosure.suppress.suppress import SECONDS, suppress
from outcomelab.disclosure.table_figures import known_in_full, table_figures
from outcomelab.disclosure.units import in_even_units
from outcomelab.errors import DisclosureRefused
from outcomelab.handovers.cells import NOBODY, Cells
from outcomelab.handovers.cleared import Cleared
from outcomelab.handovers.tables import TableFigures
from outcomelab.protocol.rules import DisclosureRules

Cost = Literal["value", "cells"]
_PRECISE = 1e5


def protect_table(
    cells: Cells | Sequence[Cells],
    rules: DisclosureRules | None = None,
    cost: Cost = "value",
    seconds: float = SECONDS,
) -> Cleared[TableFigures]:
    """Clear a table of persons or of an amount, with its margins; or several of the same people, which share some.

    Cells are withheld so that nothing that adds up gives one away that breaks a rule, not even to somebody alone
    in another, were the figures shown to the unit; `cost` is what that shall cost least of: the `value` withheld,
    or the number of `cells`. Raises DisclosureRefused when there are too few persons for any table, when nothing
    protects, and when the audit finds a cell unsafe.
    """
    rules = rules or DisclosureRules()
    table = joined((cells,) if isinstance(cells, Cells) else tuple(cells), rules)
    return clear(protected(table, rules, cost, seconds))


def protected(
    table: Joined,
    rules: DisclosureRules,
    cost: Cost = "value",
    seconds: float = SECONDS,
    out: Sequence[Out] = (),
) -> TableFigures:
    """The figures of tables that may be shown beside those that are `out` already. Raises as `protect_table`."""
    if table.whole.persons.max() < rules.threshold:
        raise DisclosureRefused(
            f"The table counts fewer than {rules.threshold} persons; nothing of it can be shown.", rule="threshold"
        )
    system = beside(table, costs(table, cost), prints(table) if out else None, out)
    problem = system.problem if table.tables[0].amounts is None else in_even_units(system.problem)
    try:
        chosen = suppress(problem, system.tables, system.linked, seconds)
        # Boxes of cells may be drawn through what is known: no cover, and the audit says whether it was needed.
        chosen = replace(chosen, withheld=chosen.withheld & (problem.primary | problem.free))
        programs = _audited(problem, system.equations, chosen.withheld)
        return table_figures(table, system, out, chosen, programs, rules)
    except ArithmeticError:  # a solver's: nothing is said of what it could not work out
        raise DisclosureRefused(
            "What a reader can work out could not be told: the figures differ too much in size. Nothing is shown. "
            "Merge categories, or leave out a column."
        ) from None


def costs(table: Joined, cost: Cost = "value") -> Floats:
    """What withholding each cell costs: whole numbers that are small enough for the solver to tell two apart."""
    values = table.whole.values
    if cost == "cells":
        return np.ones(len(values))
    most = float(values.max())
    scale = 1.0 if most <= _PRECISE and (values == np.round(values)).all() else _PRECISE / max(most, 1e-300)
    return np.asarray(np.maximum(np.round(values * scale), 1.0))


def prints(table: Joined) -> Digests:
    """Of every cell, who is in it, as a number."""
    return np.asarray(table.spread([fingerprints(cells) for cells in table.tables]))


def _audited(problem: Problem, equations: csr_array, withheld: np.ndarray) -> int:
    """How many linear programs it took the audit to find every cell safe."""
    values = problem.values
    figures, equations = known_in_full(np.where(withheld, np.nan, values), values, equations)
    sums = len(figures) - len(values)  # figures that are no cells: nothing is asked of those
    demands = Demands(
        at_least=np.append(np.where(problem.up > 0, values + problem.up, -np.inf), np.full(sums, -np.inf)),
        at_most=np.append(np.where(problem.down > 0, values - problem.down, np.inf), np.full(sums, np.inf)),
        person=np.append(problem.person, np.full(sums, NOBODY)),
        alone=np.append(problem.alone, np.full(sums, NOBODY)),
        true=np.append(values, figures[len(values) :]),
    )
    verdict = audit(published(figures, equations), demands)
    if not verdict.safe:
        unsafe = len(verdict.unsafe) + len(verdict.unsafe_to_contributors)
        raise DisclosureRefused(
            f"The audit found {unsafe} withheld cells that a reader could work out. Nothing is shown. Merge "
            "categories, or leave out a column."
        )
    return verdict.programs
