"""Rounding: every figure that leaves goes through here, once, from the value the lab holds."""

from __future__ import annotations

import math

from outcomelab.handovers.interval import Z95

_MOST_DECIMALS = 300  # a smaller number is as good as none


def rounded_count(count: float, base: int) -> int:
    """`count` to the nearest multiple of `base`, halves up."""
    return base * math.floor(count / base + 0.5)


def rounded(value: float, decimals: int) -> float:
    """`value` to `decimals` decimals (negative: tens, hundreds), halves away from zero, never minus zero."""
    scale = 10.0**decimals
    return _tidy(math.copysign(math.floor(abs(value) * scale + 0.5 - 1e-9), value) / scale, decimals)


def outward(low: float, high: float, decimals: int) -> tuple[float, float]:
    """An interval to `decimals` decimals that is never narrower than the one given."""
    scale = 10.0**decimals
    return (
        _tidy(math.floor(low * scale + 1e-9) / scale, decimals),
        _tidy(math.ceil(high * scale - 1e-9) / scale, decimals),
    )


def nearest_ends(low: float, high: float, decimals: int) -> tuple[float, float]:
    """A 95% interval to `decimals` decimals that holds the truth as often as the one given.

    Rounded outward it would hold it too often (98.2% where a standard error is one unit of the last decimal),
    merely rounded too seldom (94.1%). So ends are rounded to the nearest, of an interval whose variance has that
    of rounding, a twelfth of a squared unit (Sheppard 1898), added. The ends never meet.
    """
    middle, half = (low + high) / 2, math.hypot((high - low) / 2, Z95 * math.sqrt(1 / 12) / 10.0**decimals)
    return rounded(middle - half, decimals), rounded(middle + half, decimals)


def percent(count: int, of: int, base: int, decimals: int) -> float:
    """The share of `count` in `of`, in per cent, from both counts rounded to `base`."""
    return rounded(100 * rounded_count(count, base) / max(rounded_count(of, base), 1), decimals)


def decimals_for(mean: float, most: int) -> int:
    """Decimals that leave `mean` three significant figures, at most `most`."""
    if mean == 0 or not math.isfinite(mean):
        return most
    return min(most, 2 - math.floor(math.log10(abs(mean))))


def significant(value: float, figures: int) -> float:
    """`value` to so many significant figures."""
    return rounded(value, significant_decimals(value, figures))


def significant_decimals(value: float, figures: int) -> int:
    """The decimals that leave `value` so many significant figures."""
    return min(figures - 1 - math.floor(math.log10(abs(value))), _MOST_DECIMALS) if value else 0


def _tidy(value: float, decimals: int) -> float:
    return round(value, max(decimals, 0)) + 0.0
