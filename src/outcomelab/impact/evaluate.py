"""The front door of the impact room: propensity, matching, balance, effect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace as replaced

import numpy as np
import pyarrow as pa
from threadpoolctl import threadpool_limits

from outcomelab.errors import ImpactError
from outcomelab.handovers.analysis import PARTICIPANT
from outcomelab.handovers.flow import FlowStep, Loss
from outcomelab.handovers.impact import ImpactResult, Matched
from outcomelab.handovers.progress import Progress, silent
from outcomelab.handovers.sensitivity import LinkageError
from outcomelab.impact.arrays import Floats, Ints
from outcomelab.impact.balance import SCORE, balance, score_balance
from outcomelab.impact.chosen import Chosen, Comparable, choose, width, within_region
from outcomelab.impact.columns import as_numbers, read_columns, refuse_beyond
from outcomelab.impact.compare import asked_values, compare, holm
from outcomelab.impact.design import design, said
from outcomelab.impact.features import features
from outcomelab.impact.frame import Frame, as_table, treated
from outcomelab.impact.lots import content
from outcomelab.impact.matching import FEWEST
from outcomelab.impact.moments import Moments, moments
from outcomelab.impact.overlap import overlap_of, tied_note
from outcomelab.impact.plan import Asked, Plan, of_names, of_protocol
from outcomelab.impact.propensity import logit_scores
from outcomelab.impact.regional import of_everyone, regional_balance
from outcomelab.impact.sensitivity.lean import lean
from outcomelab.impact.strata import strata_of
from outcomelab.impact.subgroups import subgroups as by_subgroup
from outcomelab.impact.survival.lives import event_times
from outcomelab.impact.told import told_of
from outcomelab.impact.unmatched import unmatched
from outcomelab.protocol.model import Protocol

_NOTHING_NAMED = (PARTICIPANT, (), (), (), (), (), 1, None, False, "score", ())


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
    distance: str = "score",
    placebo: Sequence[str] = (),
    sensitivity: bool | None = None,
    linkage: LinkageError | None = None,
    progress: Progress = silent,
) -> ImpactResult:
    """Compare participants with people like them in the pool.

    `frame`: any data frame that speaks Arrow, one row a person. With a `protocol` it is the analysis table that
    `derive` makes. Without one, name the columns: `treatment` (true or 1: took part), `outcomes`, `covariates`,
    and what the rest of a `plan.Plan` says; beside a protocol these are refused. `sensitivity`: also lean on the
    answer (see `sensitivity.lean`), with `linkage` correcting it for wrong and missed links; unless said, with a
    protocol, when no `methods` are named (the whole answer is asked for), or when a `placebo` or `linkage` is.
    Returns raw estimates. Raises ImpactError when no fair comparison can be made.
    """
    table = as_table(frame)
    lists = (outcomes, covariates, exact, subgroups, methods, placebo)
    outcomes, covariates, exact, subgroups, methods, placebo = map(_names, lists)
    columns = (treatment, outcomes, covariates, exact, subgroups)
    named = (*columns, methods, ratio, caliper, replace, distance, placebo)
    if protocol is not None and not isinstance(protocol, Protocol):
        raise ImpactError("The protocol is one that has been read: outcomelab.protocol.read.read(FILE).")
    if protocol and named != _NOTHING_NAMED:
        raise ImpactError("The protocol says what to compare, and how. Give it, or names and methods, not both.")
    plan = of_protocol(protocol) if protocol else of_names(table, *named)
    leant = bool(protocol or not methods or placebo or linkage) if sensitivity is None else sensitivity
    with threadpool_limits(1):  # two threads on a busy machine are far slower than one
        return _evaluate(table, plan, leant, linkage, progress)


def _names(given: Sequence[str]) -> tuple[str, ...]:
    """One name, or several."""
    return (given,) if isinstance(given, str) else tuple(given)


def _evaluate(
    table: pa.Table, plan: Plan, sensitivity: bool, linkage: LinkageError | None, progress: Progress
) -> ImpactResult:
    _require_columns(table, plan)
    table = read_columns(table, plan.columns)
    _require_known(table, plan)
    participant = treated(table, plan.treatment)
    labels = {name: name for name in plan.exact} | dict(plan.covariates)
    everything = features(table, tuple(labels))
    matching = plan.methods != ("unadjusted",)
    scored = tuple(feature for feature in everything if matching and feature.covariate in plan.covariates)
    made = design(scored, participant, labels)
    if matching and plan.covariates and not made.used and not plan.exact:
        raise ImpactError("Everyone is alike on every covariate, so there is nothing to match on. Name others.")
    progress("evaluate", "estimating who was likely to take part")
    kept = slice(None) if made.kept.all() else made.kept  # a view of everyone, where it can be
    people = Comparable(
        np.flatnonzero(made.kept),
        made.matrix,
        participant[kept],
        logit_scores(made.matrix, participant[kept], [said(feature, labels) for feature in made.used]),
        strata_of(table, plan.exact)[kept],
        *(ties[kept] for ties in _content(table, plan)),
    )
    methods, notes = _methods(people, plan)
    methods, notes = _with_region(table, plan, people, methods, notes)
    first = methods[0]
    progress("evaluate", f"matched to people like them among {(~participant).sum():,}")
    weight = of_everyone(first, people, participant)
    rows = balance(everything, participant, weight)
    if rows:
        worst = max(rows, key=lambda row: abs(row.smd_after))
        left = f"{abs(worst.smd_after):.2f} standard deviations ({labels[worst.covariate]})"
        progress("evaluate", f"The most the groups still differ in is {left}.")
    overlap = overlap_of(people, first, int(participant.sum())) if matching else None
    _require_variation(people.of(_told(table, plan.primary)), plan.primary.words.label)
    persons = told_of(people, first, participant)
    compared = holm([compare(table, outcome, people, methods, participant) for outcome in plan.outcomes])
    results = tuple(replaced(one, persons=persons) for one in compared)
    columns = tuple(feature.covariate for feature in made.used)
    leant = (table, plan, people, columns, methods, results, linkage, progress)
    if made.used:
        rows = (*rows, score_balance(people.scores, people.participant, first.weight))
    return ImpactResult(
        labels={SCORE: "propensity score"} | labels,
        matched=Matched(
            participants=int(participant.sum()),
            matched=first.matched,
            pool=int((~participant).sum()),
            comparison=first.compared,
            effective=first.effective,
            caliper=width(people, plan.caliper) if first.method == "radius" else plan.caliper,
        ),
        balance=rows,
        outcomes=results,
        subgroups=by_subgroup(table, plan, people, participant),
        notes=(*made.notes, *notes, *tied_note(overlap, plan.methods)),
        flow=_flow(int(participant.sum()), int(people.participant.sum()), first.matched),
        overlap=overlap,
        unmatched=unmatched(everything, participant, weight),
        sensitivity=lean(*leant) if sensitivity and first.method != "unadjusted" else None,
        regional=regional_balance(everything, participant, people, methods),
    )


def _methods(people: Comparable, plan: Plan) -> tuple[tuple[Chosen, ...], tuple[str, ...]]:
    """What every method of the plan chose, and which of those beside the first cannot be used."""
    found = {method: choose(method, people, plan) for method in plan.methods}
    first = found[plan.methods[0]]
    if first is None and plan.methods[0] == "ebal":
        raise ImpactError(
            "No weights make the pool like the participants: on some covariate they lie outside its range. "
            "Leave that covariate out, or use another method."
        )
    if first is None or min(first.matched, first.compared) < FEWEST:
        raise ImpactError(
            f"Fewer than {FEWEST} participants, or fewer than {FEWEST} of the pool, have someone like them "
            "on the other side. Widen who is eligible, or match on less."
        )
    usable = {method: one for method, one in found.items() if one and min(one.matched, one.compared) >= FEWEST}
    notes = tuple(f"The method {method} found no comparison." for method in found if method not in usable)
    return tuple(usable.values()), notes


def _with_region(
    table: pa.Table, plan: Plan, people: Comparable, methods: tuple[Chosen, ...], notes: tuple[str, ...]
) -> tuple[tuple[Chosen, ...], tuple[str, ...]]:
    """The second comparison, within each one's own region, where the plan asks for it."""
    if not plan.region:
        return methods, notes
    strata = people.of(strata_of(table, (*plan.exact, plan.region)))
    found = within_region(people, strata, width(people, plan.caliper))
    if found is None or min(found.matched, found.compared) < FEWEST:
        return methods, (*notes, "Too few have someone like them in their own region, so no region is compared.")
    return (*methods, found), notes


def _require_columns(table: pa.Table, plan: Plan) -> None:
    missing = [name for name in plan.columns if name not in table.column_names]
    if missing:
        raise ImpactError(
            f"The analysis table lacks the column(s) {', '.join(missing)}. Make it with `outcomelab derive`."
        )


def _require_known(table: pa.Table, plan: Plan) -> None:
    for name in dict.fromkeys(one.asked.column for one in plan.placebo):
        if name not in (*plan.covariates, *plan.exact):  # those are checked as features
            refuse_beyond(name, _moments(table[name]))
    outcomes = dict.fromkeys(name for asked in plan.outcomes for name in (asked.column, asked.event) if name)
    unknown = ", ".join(name for name in outcomes if not _known(name, table[name]))
    if unknown:
        raise ImpactError(
            f"The outcome(s) {unknown} are unknown for some persons; every person needs one, and a number that is "
            "infinite is none."
        )


def _known(name: str, column: pa.ChunkedArray) -> bool:
    """Whether the column is known for everyone. Raises ImpactError for numbers beyond reckoning."""
    if not pa.types.is_floating(column.type):
        return not column.null_count
    known = _moments(column)
    refuse_beyond(name, known)
    return known.size == len(column)


def _moments(column: pa.ChunkedArray) -> Moments:
    return moments(as_numbers(column).to_numpy(zero_copy_only=False))


def _content(table: pa.Table, plan: Plan) -> tuple[Ints, Ints]:
    """What settles ties; only pairs need it."""
    if "nearest" not in plan.methods:
        nothing = np.broadcast_to(np.int64(0), table.num_rows)
        return nothing, nothing
    return content(table, (plan.primary.column,)), content(table, plan.columns)


def _told(table: pa.Table, asked: Asked) -> Floats:
    return event_times(table, asked.column, asked.event) if asked.event else asked_values(table, asked)


def _require_variation(y: Floats, label: str) -> None:
    if y.min() == y.max():
        raise ImpactError(f"{label} is the same for everyone who can be compared, so there is nothing to find.")


def _flow(participants: int, comparable: int, matched: int) -> FlowStep:
    losses = (
        Loss("nobody in the pool shares a trait that matters", participants - comparable),
        Loss("nobody in the pool was similar enough", comparable - matched),
    )
    return FlowStep("matched", matched, tuple(loss for loss in losses if loss.count))
