"""E-values of an outcome's difference, by its kind."""

from __future__ import annotations

import numpy as np

from outcomelab.handovers.e_value import EValue, of_hazard, of_levels, of_means
from outcomelab.handovers.impact import OutcomeResult
from outcomelab.handovers.sensitivity import Strength
from outcomelab.handovers.survival import Survival
from outcomelab.impact.arrays import Floats


def strength(result: OutcomeResult, y: Floats, weight: Floats) -> Strength | None:
    """The E-value of `result`, from the outcome `y` and the weights of everyone compared (n each).

    A share is a risk ratio, a count a rate ratio, a time its hazard ratio where there is one; amounts and other
    times by the standardised difference. None where no ratio can be made.
    """
    effect, level = result.effect, result.participants.mean
    ends = (effect.estimate, effect.low, effect.high)
    if result.kind in ("any", "count"):
        value = of_levels("risk-ratio" if result.kind == "any" else "rate-ratio", level, *ends)
        return None if value is None else Strength(result.name, value)
    sd = spread(y, weight)
    value = _of_hazards(result.survival) or of_means(*ends, sd)
    return None if value is None else Strength(result.name, value, sd)


def _of_hazards(survival: Survival | None) -> EValue | None:
    """By the hazard ratio with covariates, or of the groups alone; how common is told by the comparison group."""
    hazard = survival and (survival.adjusted or survival.hazard)
    if survival is None or not hazard or not survival.comparison.without:
        return None
    return of_hazard(hazard.ratio, hazard.low, hazard.high, share=1 - survival.comparison.without[-1])


def spread(y: Floats, weight: Floats) -> float:
    """The outcome's standard deviation over everyone compared, both sides counting alike."""
    used = weight > 0
    share = weight[used] / weight[used].sum()
    mean = share @ y[used]
    return float(np.sqrt(share @ (y[used] - mean) ** 2))
