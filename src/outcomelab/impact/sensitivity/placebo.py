"""A placebo outcome: the same estimator on something of before the programme. It cannot have been changed by it,
so whatever difference is found tells of people who differed to begin with (Rosenbaum 2002, section 6; Imbens
2004)."""

from __future__ import annotations

import numpy as np

from outcomelab.errors import ImpactError
from outcomelab.handovers.impact import OutcomeResult
from outcomelab.impact.compare import asked_values
from outcomelab.impact.plan import Asked
from outcomelab.impact.sensitivity.again import Again, primary_again, without


def placebo_outcome(asked: Again, outcome: Asked, left_out: tuple[str, ...] = ()) -> OutcomeResult | None:
    """The difference in `outcome` among those of whom it is known, matched without the covariates `left_out`.

    None where too few can be compared, or all are the same. Raises ImpactError where nothing is left to match on.
    """
    people = without(asked, left_out) if left_out else asked.people
    if people is None:
        raise ImpactError(
            f"Without {outcome.words.label} nothing is left to match on, so it cannot be a placebo outcome. "
            "Name more covariates, or another placebo."
        )
    y = people.of(asked_values(asked.table, outcome))
    known = ~np.isnan(y)
    people = people if known.all() else people.among(known)
    y = y[known]
    if not people.participant.any() or people.participant.all() or y.min() == y.max():
        return None
    return primary_again(asked, people, outcome)
