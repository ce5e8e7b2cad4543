"""What was known of each person and what happened to them: every table of events read once for both."""

from __future__ import annotations

import ibis

from outcomelab.handovers.holding import Dictionary
from outcomelab.outcomes.covariates import looking_back, other_values
from outcomelab.outcomes.events import added_up, settled
from outcomelab.outcomes.follow_up import looking_forward
from outcomelab.outcomes.index_events import period
from outcomelab.outcomes.sources import AGE, beside, source
from outcomelab.protocol.model import Protocol
from outcomelab.protocol.roles import date_column


def gathered(people: ibis.Table, protocol: Protocol, dictionary: Dictionary) -> ibis.Table:
    """`people` (person, index date, age where it is asked, what stands in their own row) with every covariate and
    outcome beside them, each computed from the days that are its own.

    A value, an age, a count and a sum are float64, a category a string. An unknown covariate is null, an outcome
    never. Raises OutcomesError for a table or column that content does not have.
    """
    measures = [*looking_back(protocol, dictionary), *looking_forward(protocol, dictionary)]
    table = people
    for name in dict.fromkeys(name for name, _ in measures):
        here = [measure for there, measure in measures if there == name]
        date = date_column(protocol, dictionary, name)
        found = added_up(people, source(dictionary, name), date, here, period(protocol, dictionary))
        table = beside(table, found)
    for values in other_values(people, protocol, dictionary):
        table = beside(table, values)
    ages = [covariate.name for covariate in protocol.covariates if covariate.kind == "age"]
    return table.mutate(
        *[table[AGE].cast("float64").name(name) for name in ages],
        *[settled(table, measure) for _, measure in measures],
    )
