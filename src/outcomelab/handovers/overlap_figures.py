"""Cleared figures of how far the groups overlap and of who could not be matched."""

from __future__ import annotations

from outcomelab.handovers.figure import Figure


class BinFigure(Figure):
    """Those with log odds of taking part from `low` to `high`, as a share of their group."""

    low: float
    high: float
    participants_percent: int
    pool_percent: int
    matched_percent: int
    comparison_percent: int


class OverlapFigures(Figure):
    """How far participants and pool overlap, and on how many the comparison rests.

    No bin holds fewer than the threshold of participants, pool, matched participants or comparison people; the
    first holds all below it too, the last all above.
    """

    in_reach_percent: int | None
    effective: int | None
    top_percent: int | None
    largest_weight: str
    many_tied: bool
    bins: tuple[BinFigure, ...]
    withheld: str = ""


class UnmatchedFigure(Figure):
    """How participants who were not matched differ from those who were, on one covariate or a level of it."""

    covariate: str
    label: str
    level: str
    unmatched_percent: int | None
    matched_percent: int | None
    smd: float | None
    withheld: str = ""
