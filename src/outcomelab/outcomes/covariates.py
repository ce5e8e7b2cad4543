"""Covariates: what was known of each person at or before the index date."""

from __future__ import annotations

from collections.abc import Iterator

import ibis

from outcomelab.errors import OutcomesError
from outcomelab.handovers.holding import Dictionary
from outcomelab.outcomes.ages import age, born
from outcomelab.outcomes.conditions import matches
from outcomelab.outcomes.events import How, Measure, per_person
from outcomelab.outcomes.index_events import period
from outcomelab.outcomes.last_values import last_value
from outcomelab.outcomes.sources import INDEX, PERSON, Source, beside, source
from outcomelab.protocol.model import Covariate, Protocol
from outcomelab.protocol.roles import amount_column, date_column

_HOW: dict[str, How] = {"any-before": "any", "count-before": "count", "sum-before": "sum"}
_BORN = "_born"


def covariates(people: ibis.Table, protocol: Protocol, dictionary: Dictionary) -> ibis.Table:
    """One row for each of `people` (person and index date) with every covariate.

    A value, an age, a count and a sum are float64, a category a string. Unknown is null, save that no
    events make a count or sum of 0. Nothing dated after the index date is read into any of them; a value
    or category of a table with one row a person has no date, and stands as it is. Raises OutcomesError
    for a table or column that content does not have.
    """
    table = people
    for piece in _pieces(people.select(PERSON, INDEX), protocol, dictionary):
        table = beside(table, piece)
    return table.select(PERSON, *[covariate.name for covariate in protocol.covariates])


def look_back(protocol: Protocol, dictionary: Dictionary) -> int | None:
    """How many days before the index date the holding must cover: the longest bounded look-back, if any."""
    return max(
        (
            covariate.from_days
            for covariate in protocol.covariates
            if covariate.from_days is not None and not _stands(covariate, protocol, dictionary)
        ),
        default=None,
    )


def _pieces(people: ibis.Table, protocol: Protocol, dictionary: Dictionary) -> Iterator[ibis.Table]:
    """Every covariate once: one pass over a table for those that stand in it, one for those that count its
    events, and one for each last value."""
    for name in dict.fromkeys(_table(covariate, protocol) for covariate in protocol.covariates):
        here = [covariate for covariate in protocol.covariates if _table(covariate, protocol) == name]
        content = source(dictionary, name)
        standing = [covariate for covariate in here if _stands(covariate, protocol, dictionary)]
        counted = [covariate for covariate in here if covariate.kind in _HOW]
        if standing:
            yield _from_row(people, content, standing)
        if len(standing) == len(here):
            continue
        date = date_column(protocol, dictionary, name)
        if counted:
            measures = [_measure(covariate, protocol, dictionary) for covariate in counted]
            yield per_person(people, content, date, measures, period(protocol, dictionary))
        for covariate in here:
            if covariate not in standing and covariate not in counted:
                yield last_value(people, content, date, covariate, _column(covariate))


def _table(covariate: Covariate, protocol: Protocol) -> str:
    if covariate.kind == "age":
        return protocol.holding.persons
    return covariate.table or protocol.holding.persons


def _stands(covariate: Covariate, protocol: Protocol, dictionary: Dictionary) -> bool:
    """Whether the covariate is read from a table with one row a person, and so has no date of its own."""
    name = _table(covariate, protocol)
    if covariate.kind in _HOW:
        return False
    return name == protocol.holding.persons or source(dictionary, name).entry.one_row_a_person


def _from_row(people: ibis.Table, content: Source, standing: list[Covariate]) -> ibis.Table:
    """Age, values and categories from the person's one row; null where its `where` is not met."""
    ages = [covariate for covariate in standing if covariate.kind == "age"]
    values = [_standing(content, covariate) for covariate in standing if covariate.kind != "age"]
    months = [born(content).name(_BORN)] if ages else []
    joined = beside(people, content.rows.select(content.person, *values, *months))
    return joined.select(
        PERSON,
        *[covariate.name for covariate in standing if covariate.kind != "age"],
        *[age(joined[_BORN], joined[INDEX]).cast("float64").name(covariate.name) for covariate in ages],
    )


def _standing(content: Source, covariate: Covariate) -> ibis.Value:
    value = content.known(_column(covariate), category=covariate.kind == "category")
    if covariate.where:
        value = ibis.ifelse(matches(content, covariate.where), value, ibis.null(value.type()))
    return value.name(covariate.name)


def _measure(covariate: Covariate, protocol: Protocol, dictionary: Dictionary) -> Measure:
    amount = ""
    if covariate.kind == "sum-before":
        amount = amount_column(protocol, dictionary, _table(covariate, protocol), covariate.column)
    return Measure(
        name=covariate.name,
        how=_HOW[covariate.kind],
        first=None if covariate.from_days is None else -covariate.from_days,
        last=-covariate.to_days,
        amount=amount,
        where=covariate.where,
    )


def _column(covariate: Covariate) -> str:
    if covariate.column is None:
        raise OutcomesError(f"The covariate {covariate.name} names no column to take its value from.")
    return covariate.column
