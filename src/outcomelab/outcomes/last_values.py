"""The last thing known of a person at or before the index date, from a table with dates."""

from __future__ import annotations

import ibis

from outcomelab.outcomes.conditions import matches
from outcomelab.outcomes.sources import DATE, DAY, INDEX, PERSON, Source
from outcomelab.protocol.model import Covariate


def last_value(people: ibis.Table, source: Source, date: str, covariate: Covariate, column: str) -> ibis.Table:
    """One row for each of `people` of whom a value is known: person and the covariate's value.

    The value is that of the latest row with a known value, at or before the index date, that meets the
    covariate's `where`; of several on one day the largest (for words: the last in the order of their
    bytes), so that the order of rows never matters. With `from_days` or `to_days`, only rows of those
    days count.
    """
    rows = source.rows.select(
        source.person,
        source.date(date).name(DATE),
        source.known(column, category=covariate.kind == "category").name("_value"),
        matches(source, covariate.where).name("_where"),
    )
    known = rows.filter(rows["_where"], rows["_value"].notnull())
    dated = known.inner_join(people, PERSON).mutate(ibis._[DATE].delta(ibis._[INDEX], unit="day").name(DAY))
    before = dated.filter(dated[DAY] <= -covariate.to_days)
    if covariate.from_days is not None:
        before = before.filter(before[DAY] >= -covariate.from_days)
    newest = ibis.row_number().over(
        group_by=PERSON,
        order_by=[ibis.desc(before[DAY], nulls_first=False), ibis.desc(before["_value"], nulls_first=False)],
    )
    last = before.mutate(newest.name("_rank")).filter(ibis._["_rank"] == 0)
    return last.select(PERSON, last["_value"].name(covariate.name))
