"""Covariates: what was known of each person at or before the index date."""

from __future__ import annotations

from collections.abc import Iterator

import ibis

from outcomelab.errors import OutcomesError
from outcomelab.handovers.holding import Dictionary
from outcomelab.outcomes.conditions import matches
from outcomelab.outcomes.events import How, Measure
from outcomelab.outcomes.last_values import last_value
from outcomelab.outcomes.sources import Source, source
from outcomelab.protocol.model import Covariate, Protocol
from outcomelab.protocol.roles import amount_column, date_column

_HOW: dict[str, How] = {"any-before": "any", "count-before": "count", "sum-before": "sum"}


def standing(content: Source, protocol: Protocol) -> list[ibis.Value]:
    """The values and categories that stand in a person's one row of `content`; null where `where` is not met.

    They have no date, and are taken as they are. Raises OutcomesError for a column that content does not have.
    """
    return [
        _standing(content, covariate)
        for covariate in protocol.covariates
        if covariate.kind in ("value", "category")
        and _table(covariate, protocol) == content.entry.name
        and _one_row(content, protocol)
    ]


def other_values(people: ibis.Table, protocol: Protocol, dictionary: Dictionary) -> Iterator[ibis.Table]:
    """The values and categories that are not in the persons table: those in a person's one row of another, a table
    for each of these, and the last ones of dated rows, a table each. A value is a float64, a category a string;
    null or no row: unknown.

    Nothing dated after the index date of `people` is read. Raises OutcomesError for a table or column that content
    does not have.
    """
    for name in dict.fromkeys(covariate.table for covariate in protocol.covariates if covariate.table):
        content = source(dictionary, name)
        if name != protocol.holding.persons and (there := standing(content, protocol)):
            yield content.rows.select(content.person, *there)
    for covariate in protocol.covariates:
        if covariate.kind in ("value", "category") and not _stands(covariate, protocol, dictionary):
            content = source(dictionary, _table(covariate, protocol))
            date = date_column(protocol, dictionary, content.entry.name)
            yield last_value(people, content, date, covariate, _column(covariate))


def looking_back(protocol: Protocol, dictionary: Dictionary) -> Iterator[tuple[str, Measure]]:
    """Each covariate that counts or adds up events: the table they are in, and the measure.

    None of them reads anything dated after the index date. No events make a count or sum of 0.
    """
    for covariate in protocol.covariates:
        if covariate.kind in _HOW:
            yield _table(covariate, protocol), _measure(covariate, protocol, dictionary)


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


def _table(covariate: Covariate, protocol: Protocol) -> str:
    if covariate.kind == "age":
        return protocol.holding.persons
    return covariate.table or protocol.holding.persons


def _stands(covariate: Covariate, protocol: Protocol, dictionary: Dictionary) -> bool:
    """Whether the covariate is read from a table with one row a person, and so has no date of its own."""
    return covariate.kind not in _HOW and _one_row(source(dictionary, _table(covariate, protocol)), protocol)


def _one_row(content: Source, protocol: Protocol) -> bool:
    return content.entry.name == protocol.holding.persons or content.entry.one_row_a_person


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
