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
class LearnedLevel:
    """A level of a comparison: how often the two records of one person fall on it (`m`), and by chance those of
    two different people (`u`)."""

    label: str
    m: float
    u: float


@dataclass(frozen=True)
class LearnedComparison:
    """How an identifier was compared, its levels from agreement down."""

    name: str
    levels: tuple[LearnedLevel, ...]


@dataclass(frozen=True)
class LinkageModel:
    """What was learned and under which settings; nothing in it is anybody's.

    versions: of the rules of standardisation and of the software. precision: the one asked for. threshold: the
    least probability of a link. share: of the participants, how many are estimated to be in the holding.
    pairs: how many were compared; left_out: how many more shared only what very many people share.
    """

    versions: dict[str, str]
    precision: float
    threshold: float
    share: float
    comparisons: tuple[LearnedComparison, ...]
    pairs: int
    left_out: int


@dataclass(frozen=True)
class LinkageReport:
    """How many were linked, at which match probability, and how good that is: overall and by group.

    `flow` is the step `linked` with one reason for every participant not linked. `model` is what the links
    were decided by.
    """

    threshold: float
    overall: LinkageGroup
    groups: tuple[LinkageGroup, ...]
    flow: FlowStep
    model: LinkageModel | None = None


@dataclass(frozen=True)
class Linked:
    """The front door's answer: `crosswalk` (schema `CROSSWALK`, never leaves the lab) and its report."""

    crosswalk: pa.Table = field(repr=False)
    report: LinkageReport
