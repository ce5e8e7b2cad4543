"""What the linkage room hands on: which row of the list is which person, and how good the linkage is."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa

from outcomelab.handovers.flow import FlowStep

# One row a link kept: one-to-one.
CROSSWALK = pa.schema([("row", pa.int32()), ("person_key", pa.int64()), ("match_probability", pa.float64())])


# One row a person of the holding who may be a participant: how many matches are expected of the person
# (those never compared counted in), and of these how many a kept link has made.
EXPECTED = pa.schema([("person_key", pa.int64()), ("expected", pa.float64()), ("right", pa.float64())])


@dataclass(frozen=True)
class LinkageGroup:
    """Linkage among the participants of one `level` (`25–34`) of one `group` (`age band`).

    Shares are 0–1; precision and recall are estimated from the match probabilities, so None where
    nobody was linked or could be. `missed`: expected matches that no link made. `unlinkable`: participants
    whose record would not reach the threshold if the holding had a perfect copy of it. `adjusted`: the link
    rate with age band and sex held equal, None where it is as it was. `given`: the level is a word from the
    provider's list.
    """

    group: str
    level: str
    participants: int
    linked: int
    precision: float | None
    recall: float | None
    missed: float = 0.0
    unlinkable: int = 0
    adjusted: float | None = None
    given: bool = False

    @property
    def right(self) -> float:
        """Expected matches among the links."""
        return (self.precision or 0.0) * self.linked


@dataclass(frozen=True)
class HeldGroup:
    """Linkage among the holding's persons of one `level` of a `group` that only its content knows.

    `linked` persons; `expected` matches and `right` ones among the links made, both from the match
    probabilities. Nobody knows the level of a participant who was not found: there is no link rate.
    """

    group: str
    level: str
    linked: int
    expected: float
    right: float


@dataclass(frozen=True)
class KnownShare:
    """How many `linked` and `unlinked` participants have an identifier (`level` `given`) and how many have not."""

    variable: str
    level: str
    linked: int
    unlinked: int


@dataclass(frozen=True)
class AtThreshold:
    """The links there would be at another `threshold`; `changed`: links more or fewer than were kept."""

    threshold: float
    links: int
    changed: int
    precision: float | None
    recall: float | None


@dataclass(frozen=True)
class Clerical:
    """What two people found who looked at `pairs` drawn pairs, blind to scores.

    `agreement` 0–1 and Cohen's `kappa` with its interval, both before differences were settled; `unsure`
    pairs stayed unsettled. Each estimate is (best, low, high), the ends a 95% interval: `precision` of the
    links kept, `missed` matches among the `compared` pairs that were not kept, and `recall` of the two
    (among pairs compared). `links`: fingerprint of the links that were reviewed.
    """

    links: str
    pairs: int
    compared: int
    unsure: int
    agreement: float
    kappa: tuple[float, float, float] | None
    precision: tuple[float, float, float] | None
    missed: tuple[float, float, float] | None
    recall: tuple[float, float, float] | None


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
    were decided by, among `persons` of the holding. `compared`: estimated share of all matches that were
    compared at all (blocking recall), None where none is expected. `known`: which identifiers the linked and
    the unlinked have. `held`: groups that only the holding's content knows, filled in after linkage.
    `clerical`: what reviewers found, when there was a review of these links. `listed_again`: links of participants
    who, by the model, are the same person as another one linked; `held_again`: links to people who have several
    records in the holding. Both are 0 unless one person may have several. `recall_between`: how far to trust the
    estimated recall of everybody (`protocol.recall`).
    """

    threshold: float
    overall: LinkageGroup
    groups: tuple[LinkageGroup, ...]
    flow: FlowStep
    model: LinkageModel | None = None
    persons: int = 0
    compared: float | None = None
    known: tuple[KnownShare, ...] = ()
    thresholds: tuple[AtThreshold, ...] = ()
    held: tuple[HeldGroup, ...] = ()
    clerical: Clerical | None = None
    listed_again: int = 0
    held_again: int = 0
    recall_between: tuple[float, float] | None = None


@dataclass(frozen=True)
class Linked:
    """The front door's answer: `crosswalk` (schema `CROSSWALK`, never leaves the lab), its report, and
    `expected` (schema `EXPECTED`, as little), for quality by groups that only the holding's content knows."""

    crosswalk: pa.Table = field(repr=False)
    report: LinkageReport
    expected: pa.Table = field(repr=False, default_factory=EXPECTED.empty_table)
