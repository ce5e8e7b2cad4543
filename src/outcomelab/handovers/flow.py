"""The flow of numbers: how many persons went into each step and why the others were lost."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

STEPS = ("submitted", "readable", "distinct", "linked", "eligible", "matched")


@dataclass(frozen=True)
class Loss:
    """`count` persons lost for one `reason` (words a board reads, without a full stop)."""

    reason: str
    count: int


@dataclass(frozen=True)
class FlowStep:
    """How many are left at a step (one of `STEPS`) and who was lost on the way from the step before.

    Raises ValueError for a step of another name or a negative count.
    """

    name: str
    count: int
    lost: tuple[Loss, ...] = ()

    def __post_init__(self) -> None:
        if self.name not in STEPS:
            raise ValueError(f"no step of the flow is called {self.name}")
        if self.count < 0 or any(loss.count < 0 for loss in self.lost):
            raise ValueError("a flow counts persons: no count is below zero")


def check_adds_up(flow: tuple[FlowStep, ...]) -> tuple[FlowStep, ...]:
    """Return `flow` when every step's count plus its losses is the count of the step before.

    Raises ValueError otherwise: every person lost has exactly one reason.
    """
    for before, after in pairwise(flow):
        if after.count + sum(loss.count for loss in after.lost) != before.count:
            raise ValueError(f"the flow does not add up from {before.name} to {after.name}")
    return flow
