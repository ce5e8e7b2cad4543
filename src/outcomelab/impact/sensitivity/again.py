"""The comparison asked again, with a covariate less or another caliper: on everyone, or where there are very many
on every so-and-so-many-th of the pool.

Up to 50,000 people everyone is compared again. Above that the pool is thinned: in the order of stratum, score and
outcome every k-th is kept, all participants are, and the score keeps its meaning by ln k. Some thirty comparisons
then cost about as much as the first one, however large the pool.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from outcomelab.handovers.impact import OutcomeResult
from outcomelab.impact.arrays import Floats
from outcomelab.impact.chosen import Chosen, Comparable, choose
from outcomelab.impact.compare import asked_values, compare
from outcomelab.impact.matching import FEWEST
from outcomelab.impact.plan import Asked, Plan
from outcomelab.impact.propensity import logistic, scores_from
from outcomelab.impact.strata import strata_of

SMALL = 50_000  # people who are all compared again
_EACH = 5  # of the pool for a participant at the least


@dataclass(frozen=True)
class Again:
    """Everyone who is compared again. `covariates`: whose column each one of the design matrix is; `one_in` of the
    pool are there; `coefficients` of the whole score among them, intercept first: where smaller ones start."""

    table: pa.Table
    plan: Plan
    people: Comparable
    covariates: tuple[str, ...]
    one_in: int
    coefficients: Floats


def again(table: pa.Table, plan: Plan, people: Comparable, covariates: tuple[str, ...]) -> Again:
    """What is needed to compare again."""
    mine, total = int(people.participant.sum()), len(people.rows)
    one_in = max(1, (total - mine) // max(SMALL - mine, _EACH * mine))
    if one_in > 1:
        y = people.of(asked_values(table, plan.primary))
        people = people.among(_thinned(people, y, one_in))
        table = table.take(pa.array(people.rows))
        people = replace(people, rows=np.arange(len(people.rows)))
    y01 = people.participant.astype(np.float64)
    coefficients = logistic(people.matrix, y01, np.ones(len(y01)))
    return Again(table, plan, people, covariates, one_in, coefficients)


def without(asked: Again, names: tuple[str, ...]) -> Comparable | None:
    """The same people, their score made and their strata drawn without the covariates `names`. None where nothing
    is left to match on. Columns that repeated others were dropped for everyone and stay so."""
    people = asked.people
    kept = [place for place, name in enumerate(asked.covariates) if name not in names]
    exact = tuple(name for name in asked.plan.exact if name not in names)
    if not kept and not exact:
        return None
    matrix = people.matrix.only(kept)
    start = asked.coefficients[[0, *(place + 1 for place in kept)]]
    scores = scores_from(start, matrix, people.participant) - np.log(asked.one_in)
    strata = people.strata if exact == asked.plan.exact else people.of(strata_of(asked.table, exact))
    return replace(people, matrix=matrix, scores=scores, strata=strata)


def primary_again(
    asked: Again, people: Comparable | None, outcome: Asked, caliper: float | None = None
) -> OutcomeResult | None:
    """`outcome` by the plan's first method among `people`; None where too few can be compared."""
    chosen = None if people is None else choose(asked.plan.methods[0], people, asked.plan, caliper)
    if people is None or chosen is None or not enough_in(chosen):
        return None
    return replace(compare(asked.table, outcome, people, (chosen,), curves=False), beside=())


def enough_in(chosen: Chosen) -> bool:
    """Whether there are enough on both sides for a standard error."""
    return min(chosen.matched, chosen.compared) >= FEWEST


def _thinned(people: Comparable, y: Floats, one_in: int) -> np.ndarray:
    """All participants, and every `one_in`-th of the pool in an order that does not depend on rows."""
    pool = np.flatnonzero(~people.participant)
    level = np.round(people.scores[pool] / 1e-9)
    ordered = pool[np.lexsort((y[pool], level, people.strata[pool]))]
    inside = people.participant.copy()
    inside[ordered[one_in // 2 :: one_in]] = True
    return inside
