"""What is asked about a study that has not been done, checked: refusals say what to change."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

from outcomelab.errors import ImpactError
from outcomelab.impact.power.chance import of_counts, of_means, of_rates


@dataclass(frozen=True)
class Question:
    """A baseline expected without the programme, and how people come to be compared.

    Of participants the share `match_rate` is found and matched. They are compared with `ratio` people each, or
    with a `pool` of a fixed size; the comparison group is worth its number over `design_effect`. Of the true
    difference the share `links_right` is left in the one that can be found.
    """

    kind: Literal["rate", "mean", "count"]
    baseline: float
    spread: float
    pool: int | None
    ratio: float
    alpha: float
    power: float
    match_rate: float
    design_effect: float
    links_right: float

    def groups(self, participants: float) -> tuple[float, float]:
        """How many are compared of so many participants, and what the comparison group is worth."""
        mine = participants * self.match_rate
        others = self.ratio * mine if self.pool is None else float(self.pool)
        return mine, others / self.design_effect

    def chance(self, effect: float, participants: float) -> float:
        """The chance to see a true difference, with so many participants."""
        found, (mine, others) = effect * self.links_right, self.groups(participants)
        if self.kind == "mean":
            return of_means(found, self.spread, mine, others, self.alpha)
        if self.kind == "rate":
            return of_rates(self.baseline, self.baseline + found, mine, others, self.alpha)
        return of_counts(self.baseline, self.baseline + found, self.spread, mine, others, self.alpha)

    @property
    def farthest(self) -> tuple[float, float]:
        """The largest true differences there can be, below the baseline and above."""
        if self.kind == "mean":
            return -100 * self.spread, 100 * self.spread
        return -self.baseline, 1 - self.baseline if self.kind == "rate" else 100 * self.baseline


def question(
    rate: float | None,
    mean: float | None,
    sd: float | None,
    events: float | None,
    dispersion: float,
    pool: int | None,
    ratio: float | None,
    shares: dict[str, float],
    design_effect: float,
) -> Question:
    """Check it all. `shares`: alpha, power, match_rate, links_right. Raises ImpactError."""
    if sum(value is not None for value in (rate, mean, events)) != 1:
        raise ImpactError("Say one: the rate, the mean with its sd, or the events a person without the programme.")
    _require(rate is None or 0 < rate < 1, "The rate is a share of people between 0 and 1.")
    _require(mean is None or (sd is not None and math.isfinite(mean)), "A mean needs its standard deviation: sd.")
    _require(sd is None or 0 < sd < math.inf, "The standard deviation is above 0.")
    _require(events is None or 0 < events < math.inf, "The events a person are above 0.")
    _require(0 <= dispersion < math.inf, "The dispersion is 0 or more.")
    _require(pool is None or ratio is None, "Give the pool's size or people for each participant, not both.")
    _require(pool is None or pool >= 10, "The pool has 10 people or more.")
    _require(ratio is None or 0 < ratio < math.inf, "The ratio is people for each participant, above 0.")
    _require(1 <= design_effect < math.inf, "The design effect is 1 or more.")
    for name, share in shares.items():
        last = 1 if name in ("match_rate", "links_right") else 0.9999
        _require(0 < share <= last, f"The {name.replace('_', ' ')} is a share: above 0, at most {last}.")
    _require(shares["alpha"] < shares["power"], "The power is above alpha.")
    common: dict[str, Any] = {
        "pool": pool,
        "ratio": 1.0 if ratio is None else ratio,
        "design_effect": design_effect,
        **shares,
    }
    if rate is not None:
        return Question("rate", rate, 0.0, **common)
    if mean is not None:
        return Question("mean", mean, sd or 0.0, **common)
    return Question("count", events or 0.0, dispersion, **common)


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise ImpactError(otherwise)
