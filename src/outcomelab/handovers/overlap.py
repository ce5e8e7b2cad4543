"""How far participants and pool are alike at all: raw figures of their scores and of who was unmatched."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Densities:
    """Everyone comparable, spread over their log odds of taking part: bin k goes from `edges[k]` to
    `edges[k + 1]`, the first and the last hold what lies beyond. Persons in each bin: `participants` and `pool`
    before matching, `matched` participants and `comparison` people after it, and `weight`, what the latter count
    for together (a share of all that is counted for)."""

    edges: tuple[float, ...]
    participants: tuple[int, ...]
    pool: tuple[int, ...]
    matched: tuple[int, ...]
    comparison: tuple[int, ...]
    weight: tuple[float, ...]


@dataclass(frozen=True)
class Overlap:
    """`in_reach`: the share of participants with someone to compare with. Of the comparison weight, `largest` is
    the share of the one person who counts most, `top` that of the twentieth who count most (5%). `tied`: the share
    of the comparable pool whose score another of the pool in the same stratum has too."""

    densities: Densities
    in_reach: float
    largest: float
    top: float
    tied: float


@dataclass(frozen=True)
class UnmatchedRow:
    """How participants who were not matched differ from those who were, on one covariate or one `level` of it.

    `unmatched` and `matched` are persons at that level or with a 1, for a number all of them; means are shares for
    an `indicator`. SMD: the unmatched less the matched, over `sd`, that of all participants.
    """

    covariate: str
    level: str
    indicator: bool
    unmatched: int
    matched: int
    mean_unmatched: float
    mean_matched: float
    sd: float
    smd: float
