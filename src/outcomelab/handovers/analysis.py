"""What the outcomes room hands on: one analysis table, one row a person, no identifiers and no keys."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa

from outcomelab.handovers.flow import FlowStep

PARTICIPANT = "participant"


@dataclass(frozen=True)
class Derived:
    """`table`: a boolean column `participant`, then one column a covariate (float64, or string for a
    category; null where unknown), then one column an outcome (float64, never null), named as in the
    protocol; a time-to-first outcome, in days and at most `to_day`, is followed by its `event_column`. The
    rows are sorted by content so that nothing depends on keys. `flow`: the step `eligible`.
    `pool` says how many could serve as comparison. `membership` (schema `MEMBERSHIP`) is for the ledger, and
    for it alone; None where the holding was registered before there was one."""

    table: pa.Table = field(repr=False)
    flow: FlowStep
    pool: int
    membership: pa.Table | None = field(default=None, repr=False)


def event_column(outcome: str) -> str:
    """The column that tells (0/1) who of a time-to-first outcome had the event at all."""
    return f"{outcome}__event"
