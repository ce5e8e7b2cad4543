"""What the linkage room hands on: which row of the list is which person, and how good the linkage is."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa

from outcomelab.handovers.flow import FlowStep

# One row a link kept: one-to-one.
CROSSWALK = pa.schema([("row", pa.int32()), ("person_key", pa.int64()), ("match_probability", pa.float64())])


@dataclass(frozen=True)
class LinkageGroup:
    """Linkage among the participants of one `level` (`25–34`) of one `group` (`age band`).

    Shares are 0–1; precision and recall are estimated from the match probabilities, so None where
    nobody was linked or could be.
    """

    group: str
    level: str
    participants: int
    linked: int
    precision: float | None
    recall: float | None


@dataclass(frozen=True)
class LinkageReport:
    """How many were linked, at which match probability, and how good that is: overall and by group.

    `flow` is the step `linked` with one reason for every participant not linked.
    """

    threshold: float
    overall: LinkageGroup
    groups: tuple[LinkageGroup, ...]
    flow: FlowStep


@dataclass(frozen=True)
class Linked:
    """The front door's answer: `crosswalk` (schema `CROSSWALK`, never leaves the lab) and its report."""

    crosswalk: pa.Table = field(repr=False)
    report: LinkageReport
