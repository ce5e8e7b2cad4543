"""Which columns of a participants' list hold what, and which are missing."""

from __future__ import annotations

from collections.abc import Mapping

from outcomelab.cohort.fields import VOCABULARY
from outcomelab.errors import CohortError, RowProblem
from outcomelab.people.columns import HEAD_ROWS, Columns, Mapped, choose_columns, with_problems
from outcomelab.people.sheet import Sheet

_ANY_DATE = ("index_date", "start_date")
# Fields of which the first column does when several have the same heading.
_SEVERAL = frozenset(("reference", "site", "subgroup"))


def mapped_columns(mapping: Mapping[str, str]) -> Mapped:
    """A protocol's `cohort.columns`. Raises CohortError naming every field that we do not know."""
    return Mapped(mapping, "the protocol's cohort.columns", VOCABULARY)


def find_columns(sheet: Sheet, mapped: Mapped, needed: frozenset[str]) -> Columns:
    """Find each field's column: by the protocol's mapping first, then by usual headings.

    `needed` may hold 'surname', 'forename' (a full name does for both), 'date_of_birth', 'sex',
    'completed', and 'date', which an index date or a start date fulfils. Raises CohortError with every
    missing or doubled column at once.
    """

    def same(row: int, one: int, other: int) -> bool:
        body = sheet.cells.slice(row)
        return bool(body.column(one).equals(body.column(other)))

    head = [list(row.values()) for row in sheet.cells.slice(0, HEAD_ROWS).to_pylist()]
    columns, problems = choose_columns(head, same, mapped, _SEVERAL)
    problems += _missing(needed, {*columns.places, *mapped.headings})
    if problems:
        message = "The list cannot be used as it is: columns are missing or unclear."
        raise CohortError(with_problems(message, problems), tuple(problems))
    return columns


def _missing(needed: frozenset[str], found: set[str]) -> list[RowProblem]:
    has = found | ({"surname", "forename"} if "name" in found else set())
    has |= {"date"} if has & set(_ANY_DATE) else set()
    problems = []
    for name in ("surname", "forename", "date_of_birth", "sex", "date", "completed"):
        if name in needed - has:
            label = "Index date or start date" if name == "date" else VOCABULARY.fields[name].label
            names = _ANY_DATE if name == "date" else (name,)
            headings = ", ".join(VOCABULARY.usual(each) for each in names)
            problems.append(
                RowProblem(
                    0, label, "no such column was found", f"Add it under one of its usual headings: {headings}."
                )
            )
    return problems
