"""Everyone of the holding, with all that is asked of their own row: it is read once."""

from __future__ import annotations

import ibis

from outcomelab.handovers.holding import Dictionary
from outcomelab.outcomes.ages import age, born
from outcomelab.outcomes.covariates import standing
from outcomelab.outcomes.eligibility import facts
from outcomelab.outcomes.sources import AGE, INDEX, source
from outcomelab.protocol.model import Protocol

_BORN = "_born"


def everyone(protocol: Protocol, dictionary: Dictionary) -> ibis.Table:
    """One row for each of the persons table: person, what eligibility asks of them, the covariates that stand in
    the row, and, where an age is asked, the month of birth. Raises OutcomesError for a column that content does
    not have."""
    persons = source(dictionary, protocol.holding.persons)
    ages = any(covariate.kind == "age" for covariate in protocol.covariates)
    ages = ages or any(rule.age is not None for rule in protocol.eligible)
    return persons.rows.select(
        persons.person,
        *facts(persons, protocol),
        *standing(persons, protocol),
        *([born(persons).name(_BORN)] if ages else []),
    )


def aged(people: ibis.Table) -> ibis.Table:
    """`people` with their age at the index date in place of the month of birth, if that is there."""
    if _BORN not in people.columns:
        return people
    return people.mutate(age(people[_BORN], people[INDEX]).name(AGE)).drop(_BORN)
