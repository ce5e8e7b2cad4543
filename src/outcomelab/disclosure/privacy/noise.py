"""Noise for one count, by OpenDP: the only place that knows it. An optional extra, `privacy`."""

from __future__ import annotations

import math
from importlib.util import find_spec

from outcomelab.errors import UsageError

NOT_INSTALLED = (
    "A headline with differential privacy needs OpenDP, which is an extra: install it with "
    "`pip install 'outcomelab[privacy]'` (in a lab's checkout, `scripts/privacy`)."
)
_CLOSE = 1e-9


def scale_of(rho: float) -> float:
    """The scale, in persons, of discrete Gaussian noise that makes a count `rho`-zCDP when one person's outcome
    changes it by 1 at most: σ = 1/√(2ρ) (Bun & Steinke 2016, proposition 1.6; Canonne, Kamath & Steinke 2020)."""
    return 1.0 / math.sqrt(2.0 * rho)


def refuse_without() -> None:
    """Raise UsageError when OpenDP is not installed: before anything is asked."""
    if find_spec("opendp") is None:
        raise UsageError(NOT_INSTALLED)


def noisy(count: int, rho: float) -> int:
    """`count` with discrete Gaussian noise, drawn from the operating system's randomness: another every time.

    Raises UsageError when OpenDP is not installed.
    """
    refuse_without()
    import opendp.prelude as dp

    dp.enable_features("contrib")
    space = dp.atom_domain(T="i64"), dp.absolute_distance(T="i64")
    measurement = dp.m.make_gaussian(*space, scale=scale_of(rho))
    if measurement.map(1) > rho * (1 + _CLOSE):
        raise ArithmeticError("the noise is not as much as the budget asks for")
    return int(measurement(count))
