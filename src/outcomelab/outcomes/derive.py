"""The front door of the outcomes room: from person keys and content to one analysis table."""

from __future__ import annotations

import pyarrow as pa

from outcomelab.engines.choice import DUCKDB, Engine
from outcomelab.errors import OutcomesError
from outcomelab.handovers.analysis import Derived
from outcomelab.handovers.flow import FlowStep
from outcomelab.handovers.holding import ContentStore, Dictionary
from outcomelab.handovers.progress import Progress, silent
from outcomelab.outcomes.analysis_table import analysis_table, schema
from outcomelab.outcomes.deriving import deriving
from outcomelab.outcomes.eligibility import counted, judged, pool, step
from outcomelab.outcomes.everyone import aged, everyone
from outcomelab.outcomes.gathered import gathered
from outcomelab.outcomes.index_events import candidates
from outcomelab.outcomes.inputs import check_content, check_inputs, participants, used
from outcomelab.outcomes.members import linked_members, placed
from outcomelab.outcomes.ordered import ordered
from outcomelab.outcomes.sources import REASON, beside
from outcomelab.protocol.model import Protocol

STAGE = "derive"


def derive(
    content: ContentStore,
    dictionary: Dictionary,
    protocol: Protocol,
    crosswalk: pa.Table,
    dates: pa.Table,
    progress: Progress = silent,
    engine: Engine = DUCKDB,
) -> Derived:
    """Find each person's index date, what was known of them by then, and what happened to them after.

    `content`: the holding's content, as `dictionary` describes it; `crosswalk`: which row of the list is
    which person (schema `CROSSWALK`); `dates`: the list's dates (schema `COHORT_DATES`), joined by row.
    Participants are the crosswalk's persons, the pool all other eligible persons; the flow starts from the
    crosswalk's rows. Every covariate and outcome is computed from its own days alone. The same inputs in any
    order give the same table. Raises OutcomesError when inputs don't fit each other, content lacks what
    the protocol asks for, or no participant or nobody in the pool is eligible; ProtocolError when a table's
    date or amount is left open; HoldingError when the store doesn't open; EngineError when `engine` is a cluster
    that cannot be reached or is lost on the way.
    """
    check_inputs(crosswalk, dates)
    shape = schema(protocol)
    with deriving(content, engine, used(protocol)) as there:
        check_content(there.here, dictionary, protocol)
        progress(STAGE, f"finding each person's {protocol.index.event}")
        given = participants(crosswalk, dates)
        linked = there.hand_in("_linked", given)
        found = aged(candidates(linked, everyone(protocol, dictionary), protocol, dictionary))
        people = there.keep("_people", judged(found, protocol, dictionary))
        counts = there.fetch(counted(people))
        eligible, others = step(counts, protocol), pool(counts)
        _require_both(eligible, others)
        members = linked_members(there.here, given)
        progress(STAGE, "gathering what was known at the index date, and what happened in follow-up")
        studied = gathered(people.filter(people[REASON].isnull()), protocol, dictionary)
        if members is not None:
            studied = beside(studied, there.hand_in("_linked_members", members))
        table = there.fetch(analysis_table(studied, shape.names))
    # So that nothing of a person's key shows in the order.
    table = ordered(table)
    progress(STAGE, "the analysis table is ready: no names, no keys, no dates")
    membership = None if members is None else placed(table, members)
    return Derived(table.select(shape.names).cast(shape), eligible, others, membership)


def _require_both(eligible: FlowStep, others: int) -> None:
    if not eligible.count:
        why = "; ".join(loss.reason for loss in eligible.lost) or "nobody is linked"
        raise OutcomesError(f"None of the participants can be in the study: {why}.")
    if not others:
        raise OutcomesError(
            "Nobody in the holding can serve as comparison: no other person has the index event and meets "
            "the study's conditions. Widen the study's period or its conditions."
        )
