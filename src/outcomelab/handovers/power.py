"""What a study could see, told before there are data. Nothing in it is about a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Seen:
    """With `participants` (of whom `compared` are matched, against a comparison group worth `comparison` people)
    the smallest true difference that would be seen: so much `lower` (below zero) or `higher` than the baseline, in
    its unit. None where even the farthest value would not."""

    participants: int
    compared: float
    comparison: float
    lower: float | None
    higher: float | None


@dataclass(frozen=True)
class PowerResult:
    """`seen` for the participants given, then for other numbers of them. `needed`: participants to see the true
    difference `effect`, None where none was asked of or no number would do. `kind` and `baseline`: a rate (share
    from 0 to 1), a mean, or events a person, expected without the programme."""

    kind: Literal["rate", "mean", "count"]
    baseline: float
    alpha: float
    power: float
    links_right: float
    seen: tuple[Seen, ...]
    effect: float | None
    needed: int | None
