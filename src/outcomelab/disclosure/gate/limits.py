"""What the gate holds releases to, as numbers: made once from the rules, which it does not know."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """`threshold`: the fewest persons anything may be told of; `persons_a_cell`: of a population, for every count
    in it; `range_cut`: the most of a small group's range that a release may take away."""

    threshold: int
    persons_a_cell: int
    range_cut: float
