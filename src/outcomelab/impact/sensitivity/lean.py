"""The front door of sensitivity: the comparison leant on from every side, raw."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa

from outcomelab.handovers.impact import OutcomeResult, Placebo, Rung, Sensitivity, Without
from outcomelab.handovers.progress import Progress, silent
from outcomelab.handovers.sensitivity import Bounds, LinkageError
from outcomelab.impact.arrays import Floats
from outcomelab.impact.chosen import Chosen, Comparable, choose
from outcomelab.impact.compare import asked_values
from outcomelab.impact.lots import content
from outcomelab.impact.plan import RADIUS_CALIPER, Asked, Plan
from outcomelab.impact.sensitivity.again import Again, again, primary_again, without
from outcomelab.impact.sensitivity.linkage import corrected
from outcomelab.impact.sensitivity.placebo import placebo_outcome
from outcomelab.impact.sensitivity.rosenbaum import bounds
from outcomelab.impact.sensitivity.strength import strength
from outcomelab.impact.survival.survive import timed

CALIPERS = (0.05, 0.1, 0.2, 0.3, 0.5)


def lean(
    table: pa.Table,
    plan: Plan,
    people: Comparable,
    covariates: tuple[str, ...],
    methods: tuple[Chosen, ...],
    outcomes: tuple[OutcomeResult, ...],
    linkage: LinkageError | None = None,
    progress: Progress = silent,
) -> Sensitivity:
    """E-values of all outcomes, and for the primary one what else could explain it.

    `covariates`: whose column each one of the design matrix is. `methods`: what each chose, the first is the
    answer. `outcomes`: their results, in the plan's order. The cost is that of some thirty comparisons among at
    most about 50,000 people (see `again`), and more only where there are more than 8,000 participants.
    """
    primary = next(result for result in outcomes if result.words.primary)
    strengths = (
        strength(result, people.of(asked_values(table, asked)), methods[0].weight)
        for asked, result in zip(plan.outcomes, outcomes, strict=True)
        if not asked.among  # no effect, so nothing hidden need explain it
    )
    progress("evaluate", "asking how firmly the answer stands")
    asked = again(table, plan, people, covariates)
    whole = primary if asked.one_in == 1 else primary_again(asked, asked.people, plan.primary)
    left_out, ladder = _without(asked, progress), _ladder(asked, progress)
    progress("evaluate", "compared with people like them, and the answer leant on")
    return Sensitivity(
        strengths=tuple(one for one in strengths if one is not None),
        bounds=_bounds(table, plan, people, methods, asked, primary),
        placebo=_placebo(asked),
        whole=whole or primary,
        without=left_out,
        ladder=ladder,
        one_in=asked.one_in,
        linkage=linkage,
        corrected=None if linkage is None else corrected(primary.effect, linkage),
    )


def _without(asked: Again, progress: Progress) -> tuple[Without, ...]:
    """The primary outcome with each covariate left out in its turn."""
    names = tuple(dict.fromkeys((*asked.plan.covariates, *asked.plan.exact)))
    there = [name for name in names if name in asked.covariates or name in asked.plan.exact]
    found: list[Without] = []
    for number, name in enumerate(there, 1):
        progress("evaluate", f"leaving out covariate {number} of {len(there)}")
        result = primary_again(asked, without(asked, (name,)), asked.plan.primary)
        if result is not None:
            found.append(Without(name, result))
    return tuple(found)


def _ladder(asked: Again, progress: Progress) -> tuple[Rung, ...]:
    """The primary outcome at narrower and wider calipers, its own among them; nothing for weights."""
    own = asked.plan.caliper
    if asked.plan.methods[0] == "radius":
        own = RADIUS_CALIPER if own is None else own
    elif asked.plan.methods[0] != "nearest":
        return ()
    found: list[Rung] = []
    for caliper in sorted({*CALIPERS, *(() if own is None else (own,))}):
        progress("evaluate", f"at a caliper of {caliper:g} standard deviations")
        result = primary_again(asked, asked.people, asked.plan.primary, caliper)
        if result is not None:
            found.append(Rung(caliper, result))
    return tuple(found)


def _placebo(asked: Again) -> tuple[Placebo, ...]:
    found = []
    for one in asked.plan.placebo:
        left_out = tuple(name for name in one.without if name in (*asked.plan.covariates, *asked.plan.exact))
        result = placebo_outcome(asked, one.asked, left_out)
        if result is not None:
            found.append(Placebo(result, left_out))
    return tuple(found)


def _bounds(
    table: pa.Table,
    plan: Plan,
    people: Comparable,
    methods: tuple[Chosen, ...],
    asked: Again,
    primary: OutcomeResult,
) -> Bounds | None:
    """Bounds on 1:1 pairs: those of the nearest where it made them, else made for this among those asked again."""
    single = next((chosen for chosen in methods if chosen.pairs is not None and plan.ratio == 1), None)
    if single is None:
        people, table = _told_apart(asked), asked.table
        single = choose("nearest", people, replace(plan, ratio=1, replace=False, distance="score"))
    if single is None or single.pairs is None:
        return None
    y = _values(table, plan.primary, people, single)
    difference = y[single.pairs.participant] - y[single.pairs.pool]
    return bounds(difference, primary.kind == "any", primary.effect.estimate > 0)


def _values(table: pa.Table, outcome: Asked, people: Comparable, chosen: Chosen) -> Floats:
    """The outcome of everyone comparable; of a time that may be cut short, its pseudo-observation."""
    if outcome.event:
        return people.of(timed(table, outcome.column, outcome.event, people, chosen).amounts)
    return people.of(asked_values(table, outcome))


def _told_apart(asked: Again) -> Comparable:
    """Those asked again, with lots to settle ties between them."""
    table, rows = asked.table, asked.people.rows
    key, rest = (content(table, names)[rows] for names in ((asked.plan.primary.column,), asked.plan.columns))
    return replace(asked.people, key=np.asarray(key), rest=np.asarray(rest))
