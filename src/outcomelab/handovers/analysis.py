"""What the outcomes room hands on: one analysis table, one row a person, no identifiers and no keys."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from outcomelab.handovers.flow import FlowStep

PARTICIPANT = "participant"


@dataclass(frozen=True)
class Derived:
    """`table`: a boolean column `participant`, then one column a covariate (float64, or string for a
    category; null where unknown), then one column an outcome (float64, never null), named as in the
    protocol and sorted by content so that nothing depends on keys. `flow`: the step `eligible`.
    `pool` says how many could serve as comparison."""

    table: pa.Table
    flow: FlowStep
    pool: int
