"""What is found when an answer is leant on, of what needs no answer itself. The rest is in `impact`, beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from outcomelab.handovers.e_value import EValue


@dataclass(frozen=True)
class Strength:
    """The E-value of an outcome's difference; `sd` is the outcome's, where its difference was standardised."""

    outcome: str
    value: EValue
    sd: float | None = None


@dataclass(frozen=True)
class Bounds:
    """Rosenbaum's bounds on matched pairs.

    Of `pairs`, `towards` differ in the direction of the estimate and `against` the other way. `table`: for each Γ
    the largest p-value (one-sided) an unrecorded trait could leave that makes one of a pair up to Γ times as
    likely to take part. `gamma`: the largest Γ at which that is at most 0.05; None where it is above even at Γ =
    1.
    """

    test: Literal["mcnemar", "signed-rank"]
    pairs: int
    towards: int
    against: int
    gamma: float | None
    table: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class LinkageError:
    """`right`: share of the links that are right; `hidden`: share of whom participants are compared with who took
    part themselves and were missed. Both 0 to 1. Raises ValueError where the first is not above the second."""

    right: float
    hidden: float

    def __post_init__(self) -> None:
        if not 0 <= self.hidden < self.right <= 1:
            raise ValueError("of a linkage the share of right links is above that of hidden participants")

    @property
    def kept(self) -> float:
        """Which share of the true difference is left in the one found: q − c."""
        return self.right - self.hidden
