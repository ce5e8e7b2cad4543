"""How strong something unrecorded would have to be to explain a difference away.

    E = RR + √(RR (RR − 1)),   RR < 1 turned over first                 (VanderWeele & Ding 2017)

With the programme's participants and with the outcome alike, something that nobody recorded would have to go
together E times as often (a risk ratio) to make the whole difference by itself. The same for the end of the
interval nearer to no difference, which is 1 where the interval holds no difference.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

Scale = Literal["risk-ratio", "rate-ratio", "standardised-difference", "hazard-ratio"]
_RARE = 0.15  # events so rare that a hazard ratio is a risk ratio (VanderWeele & Ding 2017, table 2)


def e_of(ratio: float) -> float:
    """The E-value of a risk ratio. Raises ValueError for one that is not above zero and finite."""
    if not 0 < ratio < math.inf:
        raise ValueError("a risk ratio is a finite number above zero")
    up = max(ratio, 1 / ratio)
    return up + math.sqrt(up * (up - 1))


@dataclass(frozen=True)
class EValue:
    """`ratio`: the difference as a risk ratio, `near`: the end of its interval nearer to none, 1 where the
    interval holds none. `scale` is what it was made from."""

    scale: Scale
    ratio: float
    near: float

    @property
    def estimate(self) -> float:
        """The E-value of the estimate: 1 or more."""
        return e_of(self.ratio)

    @property
    def limit(self) -> float:
        """The E-value of the end nearer to no difference: 1 where the interval holds none."""
        return e_of(self.near)


def of_ratio(scale: Scale, ratio: float, low: float, high: float) -> EValue:
    """From a risk or rate ratio and its 95% interval."""
    near = 1.0 if low <= 1 <= high else (low if low > 1 else high)
    return EValue(scale, ratio, near)


def of_levels(scale: Scale, level: float, estimate: float, low: float, high: float) -> EValue | None:
    """From what participants reached (a share, or events a person) and the difference to what was expected of
    them.

    The ratio is `level` over `level − estimate`; the interval's ends likewise, so that its ratio holds 1 exactly
    when the difference holds 0. None where a ratio cannot be: nobody had it, or nobody is expected to.
    """
    near = _near(low, high)
    if level <= 0 or level - estimate <= 0 or level - near <= 0:
        return None
    return EValue(scale, level / (level - estimate), level / (level - near))


def of_means(estimate: float, low: float, high: float, sd: float) -> EValue | None:
    """From a difference of means and the outcome's standard deviation: RR = exp(0.91 d) (Chinn 2000; VanderWeele
    2017; the interval's end by the same rule). None without any variation, or past every measure."""
    if not sd > 0 or max(abs(estimate), abs(_near(low, high))) / sd > 100:
        return None
    return EValue(
        "standardised-difference", math.exp(0.91 * estimate / sd), math.exp(0.91 * _near(low, high) / sd)
    )


def of_hazard(ratio: float, low: float, high: float, share: float) -> EValue:
    """From a hazard ratio and its interval; `share` of people (0 to 1) with the event by the end of follow-up.

    Up to 15% it is taken for a risk ratio, above that RR = (1 − ½^√HR) ÷ (1 − ½^√(1/HR)) (VanderWeele 2017).
    """
    if share <= _RARE:
        return of_ratio("hazard-ratio", ratio, low, high)
    return of_ratio("hazard-ratio", *(_common(hazard) for hazard in (ratio, low, high)))


def _common(hazard: float) -> float:
    return (1 - math.pow(0.5, math.sqrt(hazard))) / (1 - math.pow(0.5, math.sqrt(1 / hazard)))


def _near(low: float, high: float) -> float:
    """The end of a difference's interval nearer to none; 0 where it holds none."""
    if low <= 0 <= high:
        return 0.0
    return low if low > 0 else high
