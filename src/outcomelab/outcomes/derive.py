"""The front door of the outcomes room: from person keys and content to one analysis table."""

from __future__ import annotations

import pyarrow as pa

from outcomelab.engines.duck import lock, opened
from outcomelab.engines.relations import fetch, hand_in, keep
from outcomelab.errors import OutcomesError
from outcomelab.handovers.analysis import Derived
from outcomelab.handovers.flow import FlowStep
from outcomelab.handovers.holding import ContentStore, Dictionary
from outcomelab.handovers.progress import Progress, silent
from outcomelab.outcomes.analysis_table import analysis_table, schema
from outcomelab.outcomes.covariates import covariates
from outcomelab.outcomes.eligibility import REASON, counted, judged, pool, step
from outcomelab.outcomes.explained import explained
from outcomelab.outcomes.follow_up import outcomes
from outcomelab.outcomes.index_events import candidates
from outcomelab.outcomes.inputs import check_content, check_inputs, participants
from outcomelab.outcomes.members import member_numbers, placed
from outcomelab.outcomes.sources import PERSON, beside
from outcomelab.protocol.model import Protocol

STAGE = "derive"


def derive(
    content: ContentStore,
    dictionary: Dictionary,
    protocol: Protocol,
    crosswalk: pa.Table,
    dates: pa.Table,
    progress: Progress = silent,
) -> Derived:
    """Find each person's index date, what was known of them by then, and what happened to them after.

    `content`: the holding's content, as `dictionary` describes it; `crosswalk`: which row of the list is
    which person (schema `CROSSWALK`); `dates`: the list's dates (schema `COHORT_DATES`), joined by row.
    Participants are the crosswalk's persons, the pool all other eligible persons; the flow starts from the
    crosswalk's rows. Covariates are computed before outcomes and without them. The same inputs in any
    order give the same table. Raises OutcomesError when inputs don't fit each other, content lacks what
    the protocol asks for, or no participant or nobody in the pool is eligible; ProtocolError when a table's
    date or amount is left open; HoldingError when the store doesn't open.
    """
    check_inputs(crosswalk, dates)
    shape = schema(protocol)
    with opened(content) as connection, explained():
        lock(connection)
        check_content(connection, dictionary, protocol)
        progress(STAGE, f"finding each person's {protocol.index.event}")
        linked = hand_in(connection, "_linked", participants(crosswalk, dates))
        found = candidates(linked, protocol, dictionary)
        people = keep(connection, "_people", judged(found, protocol, dictionary))
        counts = fetch(connection, counted(people))
        eligible, others = step(counts, protocol), pool(counts)
        _require_both(eligible, others)
        people = keep(connection, "_studied", people.filter(people[REASON].isnull()).drop(REASON))
        numbers = member_numbers(connection)
        linked_members = None if numbers is None else fetch(connection, beside(linked.select(PERSON), numbers))
        progress(STAGE, "gathering what was known at the index date")
        known = keep(connection, "_known", covariates(people, protocol, dictionary))
        progress(STAGE, "gathering what happened in follow-up")
        happened = keep(connection, "_happened", outcomes(people, protocol, dictionary))
        people = people if numbers is None else beside(people, numbers)
        table = fetch(connection, analysis_table(people, known, happened, shape.names))
    progress(STAGE, "the analysis table is ready: no names, no keys, no dates")
    membership = None if linked_members is None else placed(table, linked_members)
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
