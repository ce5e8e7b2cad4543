"""Age in whole years, from the month of birth that content keeps."""

from __future__ import annotations

import ibis

from outcomelab.errors import OutcomesError
from outcomelab.outcomes.sources import Source


def born(persons: Source) -> ibis.Value:
    """The month of birth. Raises OutcomesError when the holding keeps none."""
    column = persons.entry.born
    if column is None:
        raise OutcomesError(
            f"Table {persons.entry.name} keeps no month of birth, so age is unknown. "
            "Mark its date of birth as kept in the dictionary and register the holding again."
        )
    return persons.date(column.name)


def age(month_of_birth: ibis.Value, index: ibis.Value) -> ibis.Value:
    """Whole years at the index date, int64.

    Content keeps a date of birth as the first of its month, so a person counts as a year older from the
    first day of the birthday's month. Null when the month of birth is unknown or after the index date.
    Months are counted by hand because engines disagree on differences of months.
    """
    months = _months(index) - _months(month_of_birth)
    return ibis.ifelse(months >= 0, months // 12, ibis.null("int64"))


def _months(date: ibis.Value) -> ibis.Value:
    return date.year().cast("int64") * 12 + date.month().cast("int64")
