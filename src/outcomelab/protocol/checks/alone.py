"""What can be checked of a protocol on its own, across its sections."""

from __future__ import annotations

from outcomelab.protocol.checks.index import cohort, index
from outcomelab.protocol.checks.names import chosen, names
from outcomelab.protocol.checks.outcomes import among, outcome, primary, wholes
from outcomelab.protocol.checks.people import covariate, eligible
from outcomelab.protocol.reading.draft import Draft
from outcomelab.protocol.reading.slips import Sifting


def alone(made: Draft) -> Sifting[None]:
    """Every slip that shows without knowing the holding."""
    yield from cohort(made.cohort)
    yield from index(made.index)
    for reason in made.eligible:
        yield from eligible(reason)
    for known in made.covariates:
        yield from covariate(known, made.persons)
    for counted in made.outcomes:
        yield from outcome(counted)
    yield from primary(made.outcomes)
    yield from among(made.outcomes)
    yield from wholes(made.outcomes)
    yield from names(made)
    yield from chosen(made)
