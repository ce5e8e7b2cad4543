"""The shape of the analysis table, fixed by the protocol alone."""

from __future__ import annotations

from collections import Counter

import ibis
import pyarrow as pa

from outcomelab.errors import OutcomesError
from outcomelab.handovers import analysis
from outcomelab.outcomes.follow_up import outcome_columns
from outcomelab.outcomes.sources import MEMBER, PARTICIPANT
from outcomelab.protocol.model import Protocol


def schema(protocol: Protocol) -> pa.Schema:
    """`participant`, the covariates, the outcomes. Raises OutcomesError when two of them share a name."""
    fields = [
        (analysis.PARTICIPANT, pa.bool_()),
        *((c.name, pa.string() if c.kind == "category" else pa.float64()) for c in protocol.covariates),
        *((name, pa.float64()) for name in outcome_columns(protocol)),
    ]
    twice = [name for name, times in Counter(name for name, _ in fields).items() if times > 1]
    if twice:
        raise OutcomesError(
            f"More than one column would be called {', '.join(twice)}. "
            "Give every covariate and outcome a name of its own."
        )
    return pa.schema(fields)


def analysis_table(people: ibis.Table, names: list[str]) -> ibis.Table:
    """`people`, beside whom stand their covariates and outcomes, without keys or dates, in whatever order.

    Where they have member numbers these stand last, for the ledger, and settle who comes first of those who
    hold the same.
    """
    columns = [*names, *(name for name in (MEMBER,) if name in people.columns)]
    return people.rename({analysis.PARTICIPANT: PARTICIPANT}).select(*columns)
