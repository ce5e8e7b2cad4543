"""What looking for duplicates inside a holding hands on: which records are one person."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa

# One row a record of the holding, sorted by `person_key`; `cluster` is the smallest person key of the records
# that are the same person.
CLUSTERS = pa.schema([("person_key", pa.int64()), ("cluster", pa.int64())])


@dataclass(frozen=True)
class DuplicatesReport:
    """How many `records` are how many `persons`. Shares are 0–1 and estimated from the match probabilities:
    `precision`, of the pairs put together; `recall`, of the pairs that are one person. None where there is
    no such pair. `threshold`: the least probability with which two records were put together."""

    records: int
    persons: int
    threshold: float
    precision: float | None
    recall: float | None


@dataclass(frozen=True)
class Duplicates:
    """The front door's answer: `clusters` (schema `CLUSTERS`, never leaves the lab) and its report."""

    clusters: pa.Table = field(repr=False)
    report: DuplicatesReport
