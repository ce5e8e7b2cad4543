"""The front door of the impact room: propensity, matching, balance, effect."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from threadpoolctl import threadpool_limits

from outcomelab.errors import ImpactError
from outcomelab.handovers.analysis import PARTICIPANT
from outcomelab.handovers.flow import FlowStep, Loss
from outcomelab.handovers.impact import ImpactResult, Matched
from outcomelab.handovers.progress import Progress, silent
from outcomelab.impact.arrays import Bools, Floats, Ints
from outcomelab.impact.balance import balance
from outcomelab.impact.compare import Comparable, compare, holm
from outcomelab.impact.compare import subgroups as by_subgroup
from outcomelab.impact.design import design, features
from outcomelab.impact.frame import Frame, as_table, treated
from outcomelab.impact.matching import FEWEST, Match, caliper_width, enough, nearest, radius
from outcomelab.impact.plan import RADIUS_CALIPER, Plan, of_names, of_protocol
from outcomelab.impact.propensity import logit_scores
from outcomelab.protocol.model import Protocol


def evaluate(
    frame: Frame,
    protocol: Protocol | None = None,
    *,
    treatment: str = PARTICIPANT,
    outcomes: Sequence[str] = (),
    covariates: Sequence[str] = (),
    exact: Sequence[str] = (),
    subgroups: Sequence[str] = (),
    methods: Sequence[str] = (),
    ratio: int = 1,
    caliper: float | None = None,
    replace: bool = False,
    progress: Progress = silent,
) -> ImpactResult:
    """Compare participants with people like them in the pool.

    `frame`: any data frame that speaks Arrow, one row a person. With a `protocol` it is the analysis table that
    `derive` makes. Without one, name the columns: `treatment` (true or 1: took part), `outcomes`, `covariates`,
    and what the rest of a `plan.Plan` says. Returns raw estimates.
    Raises ImpactError when no fair comparison can be made.
    """
    table = as_table(frame)
    named = (treatment, outcomes, covariates, exact, subgroups, methods, ratio, caliper, replace)
    plan = of_protocol(protocol) if protocol else of_names(table, *named)
    with threadpool_limits(1):  # two threads on a busy machine are far slower than one
        return _evaluate(table, plan, progress)


def _evaluate(table: pa.Table, plan: Plan, progress: Progress) -> ImpactResult:
    _require_columns(table, plan)
    participant = treated(table, plan.treatment)
    labels = dict(plan.covariates)
    everything = features(table, tuple(labels))
    made = design(everything, participant, labels)
    progress("evaluate", "estimating who was likely to take part")
    people = Comparable(
        np.flatnonzero(made.kept),
        made.matrix,
        participant[made.kept],
        logit_scores(made.matrix, participant[made.kept]),
        _strata(table, plan.exact)[made.kept],
    )
    width = caliper_width(people.scores, people.participant, plan.caliper or RADIUS_CALIPER)
    match = radius(people.scores, people.participant, people.strata, width)
    _require_matches(match)
    progress("evaluate", f"matched to people like them among {(~participant).sum():,}")
    matched, weight = _on_all_rows(match, people.rows, len(participant))
    second = nearest(people.scores, people.participant, people.strata, width)
    rows = balance(everything, participant, matched, weight)
    worst = max(rows, key=lambda row: abs(row.smd_after))
    left = f"{abs(worst.smd_after):.2f} standard deviations ({labels[worst.covariate]})"
    progress("evaluate", f"The most the groups still differ in is {left}.")
    results = [compare(table, outcome, people, match, second) for outcome in plan.outcomes]
    return ImpactResult(
        labels=labels,
        matched=Matched(
            participants=int(participant.sum()),
            matched=len(match.rows),
            pool=int((~participant).sum()),
            comparison=int((match.weight > 0).sum()),
            effective=match.effective,
            caliper=width,
        ),
        balance=rows,
        outcomes=holm(results),
        subgroups=by_subgroup(table, plan.subgroups, plan.primary, people, width),
        notes=made.notes,
        flow=_flow(int(participant.sum()), int(people.participant.sum()), len(match.rows)),
    )


def _require_columns(table: pa.Table, plan: Plan) -> None:
    missing = [name for name in plan.columns if name not in table.column_names]
    if missing:
        raise ImpactError(
            f"The analysis table lacks the column(s) {', '.join(missing)}. Make it with `outcomelab derive`."
        )
    outcomes = dict.fromkeys(name for asked in plan.outcomes for name in (asked.column, asked.event) if name)
    unknown = ", ".join(name for name in outcomes if table[name].null_count)
    if unknown:
        raise ImpactError(f"The outcome(s) {unknown} are unknown for some persons; every person needs one.")


def _strata(table: pa.Table, exact: tuple[str, ...]) -> Ints:
    if not exact:
        return np.zeros(table.num_rows, dtype=np.int64)
    codes = [
        np.asarray(table[name].combine_chunks().dictionary_encode(null_encoding="encode").indices)
        for name in exact
    ]
    return np.unique(np.column_stack(codes), axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)


def _require_matches(match: Match) -> None:
    if not enough(match):
        raise ImpactError(
            f"Fewer than {FEWEST} participants, or fewer than {FEWEST} of the pool, have someone like them "
            "on the other side. Widen who is eligible, or match on less."
        )


def _on_all_rows(match: Match, kept_rows: Ints, n: int) -> tuple[Bools, Floats]:
    matched, weight = np.zeros(n, dtype=bool), np.zeros(n)
    matched[kept_rows[match.rows]] = True
    weight[kept_rows[match.order]] = match.weight
    return matched, weight


def _flow(participants: int, comparable: int, matched: int) -> FlowStep:
    losses = (
        Loss("nobody in the pool shares a trait that matters", participants - comparable),
        Loss("nobody in the pool was similar enough", comparable - matched),
    )
    return FlowStep("matched", matched, tuple(loss for loss in losses if loss.count))
