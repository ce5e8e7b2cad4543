"""The figures of a release that say how good its linkage is. Every number has passed disclosure control."""

from __future__ import annotations

from outcomelab.handovers.figure import Figure


class LinkageGroupFigure(Figure):
    """Linkage in one group: participants, per cent linked, right among links, found among the findable.

    `missed` None while `participants` is shown: fewer than the threshold, or a share that is withheld;
    `unlinkable_percent` likewise.
    """

    group: str
    level: str
    participants: int | None
    linked_percent: float | None
    precision_percent: float | None
    recall_percent: float | None
    adjusted_percent: float | None = None
    missed: int | None = None
    unlinkable_percent: float | None = None
    withheld: str = ""


class HeldGroupFigure(Figure):
    """Linkage in one group that only the holding knows: links, right among them, found among the findable."""

    group: str
    level: str
    linked: int | None
    precision_percent: float | None
    recall_percent: float | None
    withheld: str = ""


class KnownFigure(Figure):
    """How many of the linked and of the unlinked are at one level of what the list says of both."""

    variable: str
    level: str
    linked_percent: float
    unlinked_percent: float
    smd: float | None


class ThresholdFigure(Figure):
    """The links at another threshold. `changed` None: fewer than the threshold of disclosure, or withheld."""

    threshold: float
    links: int | None
    changed: int | None
    precision_percent: float | None
    recall_percent: float | None
    withheld: str = ""


class IntervalFigure(Figure):
    """An estimate with its 95% interval."""

    estimate: float
    low: float
    high: float


class ClericalFigure(Figure):
    """What two people found who looked at drawn pairs without knowing the program's answer."""

    pairs: int
    agreement_percent: float
    kappa: IntervalFigure | None
    precision_percent: IntervalFigure | None
    recall_percent: IntervalFigure | None


class LinkageMethodFigure(Figure):
    """How the links were made: identifiers compared, records and pairs, threshold, versions."""

    identifiers: tuple[str, ...]
    persons: int
    pairs: int
    left_out: bool
    asked_percent: float
    threshold: float
    versions: tuple[str, ...]


class LinkageFigures(Figure):
    """Linkage quality overall and by group; `warnings` name gaps over five points between groups."""

    overall: LinkageGroupFigure
    groups: tuple[LinkageGroupFigure, ...]
    warnings: tuple[str, ...]
    compared_percent: float | None = None
    held: tuple[HeldGroupFigure, ...] = ()
    known: tuple[KnownFigure, ...] = ()
    thresholds: tuple[ThresholdFigure, ...] = ()
    clerical: ClericalFigure | None = None
    method: LinkageMethodFigure | None = None
