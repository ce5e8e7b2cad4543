"""The front door of the impact room: propensity, matching, balance, effect."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from threadpoolctl import threadpool_limits

from outcomelab.errors import ImpactError
from outcomelab.handovers.analysis import PARTICIPANT, event_column
from outcomelab.handovers.flow import FlowStep, Loss
from outcomelab.handovers.impact import ImpactResult, Matched
from outcomelab.handovers.progress import Progress, silent
from outcomelab.impact.arrays import Bools, Floats, Ints
from outcomelab.impact.balance import balance
from outcomelab.impact.compare import Comparable, compare, holm, subgroups
from outcomelab.impact.design import design, features, treated
from outcomelab.impact.matching import FEWEST, Match, caliper_width, enough, nearest, radius
from outcomelab.impact.propensity import logit_scores
from outcomelab.protocol.model import Protocol


def evaluate(table: pa.Table, protocol: Protocol, progress: Progress = silent) -> ImpactResult:
    """Compare participants with people like them in the pool.

    `table`: as `derive` makes it, one row a person: boolean `participant`, the protocol's covariates and
    outcomes by name. Returns raw estimates, for the participants matched (ATT).
    Raises ImpactError when no fair comparison can be made.
    """
    with threadpool_limits(1):  # two threads on a busy machine are far slower than one
        return _evaluate(table, protocol, progress)


def _evaluate(table: pa.Table, protocol: Protocol, progress: Progress) -> ImpactResult:
    _require_columns(table, protocol)
    participant = treated(table)
    labels = {covariate.name: covariate.label for covariate in protocol.covariates}
    everything = features(table, tuple(labels))
    plan = design(everything, participant, labels)
    progress("evaluate", "estimating who was likely to take part")
    people = Comparable(
        np.flatnonzero(plan.kept),
        plan.matrix,
        participant[plan.kept],
        logit_scores(plan.matrix, participant[plan.kept]),
        _strata(table, protocol.matching.exact)[plan.kept],
    )
    width = caliper_width(people.scores, people.participant, protocol.matching.caliper)
    match = radius(people.scores, people.participant, people.strata, width)
    _require_matches(match)
    progress("evaluate", f"matched to people like them among {(~participant).sum():,}")
    matched, weight = _on_all_rows(match, people.rows, len(participant))
    second = nearest(people.scores, people.participant, people.strata, width)
    rows = balance(everything, participant, matched, weight)
    worst = max(rows, key=lambda row: abs(row.smd_after))
    left = f"{abs(worst.smd_after):.2f} standard deviations ({labels[worst.covariate]})"
    progress("evaluate", f"The most the groups still differ in is {left}.")
    outcomes = [compare(table, outcome, people, match, second) for outcome in protocol.outcomes]
    return ImpactResult(
        matched=Matched(
            participants=int(participant.sum()),
            matched=len(match.rows),
            pool=int((~participant).sum()),
            comparison=int((match.weight > 0).sum()),
            effective=match.effective,
            caliper=width,
        ),
        balance=rows,
        outcomes=holm(outcomes, protocol.primary.name),
        subgroups=subgroups(table, protocol, people, width),
        notes=plan.notes,
        flow=_flow(int(participant.sum()), int(people.participant.sum()), len(match.rows)),
    )


def _require_columns(table: pa.Table, protocol: Protocol) -> None:
    wanted = [PARTICIPANT, *(c.name for c in protocol.covariates), *(o.name for o in protocol.outcomes)]
    wanted += [event_column(o.name) for o in protocol.outcomes if o.kind == "time-to-first"]
    missing = [name for name in wanted if name not in table.column_names]
    if missing:
        raise ImpactError(f"The analysis table lacks the column(s) {', '.join(missing)} of the protocol.")
    unknown = [o.name for o in protocol.outcomes if table[o.name].null_count]
    if unknown:
        raise ImpactError(
            f"The outcome(s) {', '.join(unknown)} are unknown for some persons; every person needs one."
        )


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
