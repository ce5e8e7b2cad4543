"""What whoever checks an output wants to know of it: raw figures, so for the lab's side only.

Nothing here is a figure of a release or can become one: the classes are no `Figure`, no checker claims them, and
what renders releases takes `Cleared` alone.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Answer = Literal["shown", "merged", "withheld"]
NOTICE = (
    "For the checker only. This shows raw figures, from before disclosure control. It stays in the lab and is "
    "destroyed when the check is done; it never goes out with the release."
)


@dataclass(frozen=True, repr=False)
class Applied:
    """A rule put to one raw figure: `found` is the figure, in words `of`; `needs` what the rule asks; `kept`
    whether it holds."""

    rule: str
    of: str
    found: float
    needs: float
    kept: bool


@dataclass(frozen=True, repr=False)
class CellEvidence:
    """One figure, or row of figures, of an output. persons: how many it is about. answer: what became of it, `why`
    in words. low, high: what a reader of the release can work out of how many it stands for (`bound_of`); None
    where nothing bounds it."""

    name: str
    persons: int
    checks: tuple[Applied, ...]
    answer: Answer
    why: str = ""
    bound_of: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, repr=False)
class OutputEvidence:
    """One output of a release. kind, statbarns, asks: as in the checkers' manual. cells_lost: per cent of its
    cells not shown on their own; value_lost: per cent of the persons (or amount) in them. more: cells not
    listed."""

    kind: str
    statbarns: tuple[str, ...]
    asks: str
    cells: tuple[CellEvidence, ...]
    cells_lost: int
    value_lost: int
    more: int = 0


@dataclass(frozen=True, repr=False)
class Overlap:
    """A population of this release beside the one of an earlier release nearest to it: how many persons both have,
    and each alone."""

    population: str
    release: int
    study: str
    earlier: str
    both: int
    only_now: int
    only_then: int


@dataclass(frozen=True, repr=False)
class Evidence:
    """All a checker has of one output. `rules`: name, what it asks, what holds here. `answer`: how it ended."""

    title: str
    holding: str
    made_on: dt.date | None
    answer: str
    rules: tuple[tuple[str, str, float], ...]
    outputs: tuple[OutputEvidence, ...]
    overlaps: tuple[Overlap, ...]
    notice: str = NOTICE
    version: Literal["1"] = "1"
