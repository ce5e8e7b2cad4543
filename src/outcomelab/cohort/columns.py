"""Finding the row of headings, and which column holds what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

import numpy as np
import pyarrow as pa

from outcomelab.cohort.fields import BY_NAME, usual
from outcomelab.cohort.headings import compact, field_of, score, shown
from outcomelab.cohort.sheet import Sheet, letter
from outcomelab.errors import CohortError, RowProblem

_HEAD_ROWS = 30
_ANY_DATE = ("index_date", "start_date")


@dataclass(frozen=True)
class Columns:
    """`heading_row`: its number in the file. `places`: the column of each field found. `headings`: those
    columns' headings, each one known or named by the protocol, so that they may be shown. `width`: columns
    up to the last heading. `notes`: what was decided, in plain words."""

    heading_row: int
    places: dict[str, int]
    headings: dict[str, str]
    width: int
    others: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Found:
    place: int
    name: str
    sureness: int
    heading: str = field(repr=False)


def mapped_headings(mapping: Mapping[str, str]) -> dict[str, str]:
    """The field for the compact form of each heading in a protocol's `cohort.columns`.

    Raises CohortError naming every field that we do not know.
    """
    problems = tuple(
        RowProblem(0, name, "the protocol's cohort.columns names a field that does not exist", _did_you_mean(name))
        for name in mapping
        if name not in BY_NAME
    )
    if problems:
        raise CohortError(_with("The protocol's cohort.columns cannot be used.", problems), problems)
    return {compact(heading): name for name, heading in mapping.items()}


def find_columns(sheet: Sheet, mapping: Mapping[str, str], needed: frozenset[str]) -> Columns:
    """Find each field's column: by the protocol's `mapping` first, then by usual headings.

    `needed` may hold 'surname', 'forename' (a full name does for both), 'date_of_birth', 'sex',
    'completed', and 'date', which an index date or a start date fulfils. Raises CohortError with every
    missing or doubled column at once. A heading that nobody told us of is never shown: without a row of
    headings it could be a person.
    """
    mapped = mapped_headings(mapping)
    head = [list(row.values()) for row in sheet.cells.slice(0, _HEAD_ROWS).to_pylist()]
    scores = [score(row, mapped) for row in head]
    if not any(scores):
        raise CohortError(
            "No row of headings was found among the first rows of the file. Write a heading above each column, "
            f"such as {usual('surname')}; `outcomelab template` gives a file that has them."
        )
    top = int(np.argmax(scores))
    row = head[top]
    found = [
        _Found(place, known[0], known[1], shown(cell))
        for place, cell in enumerate(row)
        if cell and (known := field_of(cell, mapped))
    ]
    chosen, notes, problems = _choose(found, sheet.cells.slice(top + 1), mapping)
    problems += _follow_mapping(mapping, chosen, row)
    _settle_full_name(chosen, mapping)
    problems += _missing(needed, {*chosen, *mapping})
    if problems:
        message = "The list cannot be used as it is: columns are missing or unclear."
        raise CohortError(_with(message, tuple(problems)), tuple(problems))
    filled = [place for place, cell in enumerate(row) if cell and cell.strip()]
    return Columns(
        top + 1,
        {name: each.place for name, each in chosen.items()},
        {name: each.heading for name, each in chosen.items()},
        max(filled) + 1,
        len(filled) - len({each.place for each in chosen.values()}),
        tuple(notes),
    )


def _choose(
    found: list[_Found], body: pa.Table, mapping: Mapping[str, str]
) -> tuple[dict[str, _Found], list[str], list[RowProblem]]:
    chosen: dict[str, _Found] = {}
    notes: list[str] = []
    problems: list[RowProblem] = []
    for name in dict.fromkeys(each.name for each in found):
        rivals = sorted((each for each in found if each.name == name), key=lambda each: each.sureness)
        first, *others = rivals
        alike = [each for each in others if each.sureness == first.sureness and not _same(body, first, each)]
        if alike and name not in ("reference", "site", "subgroup"):
            where = " and ".join(letter(each.place) for each in (first, *alike))
            problems.append(
                RowProblem(
                    0,
                    first.heading,
                    f"columns {where} have the same heading and not the same content",
                    "Keep one of them, or give the others different headings.",
                )
            )
        elif others and name not in mapping:
            left = ", ".join(f"“{each.heading}”" for each in others)
            notes.append(f"For the {BY_NAME[name].label.lower()} we used “{first.heading}” and not {left}.")
        chosen[name] = first
    return chosen, notes, problems


def _same(body: pa.Table, one: _Found, other: _Found) -> bool:
    return bool(body.column(one.place).equals(body.column(other.place)))


def _settle_full_name(chosen: dict[str, _Found], mapping: Mapping[str, str]) -> None:
    """'Name' beside 'First name' is a surname, and beside 'Surname' a forename; beside both it is neither,
    unless the protocol says that it is the full name."""
    full = chosen.get("name")
    if full is None:
        return
    if "name" in mapping:
        for half in {"surname", "forename"} - set(mapping):
            chosen.pop(half, None)
    if "surname" in chosen or "forename" in chosen:
        del chosen["name"]
        chosen.setdefault("surname", full)
        chosen.setdefault("forename", full)


def _follow_mapping(
    mapping: Mapping[str, str], chosen: dict[str, _Found], row: list[str | None]
) -> list[RowProblem]:
    """Put in `chosen` what is mapped (two fields may share a column), and tell which headings are missing."""
    problems = []
    forms: dict[str, int] = {}
    for place, cell in enumerate(row):
        forms.setdefault(compact(cell or ""), place)
    for name, heading in mapping.items():
        form = compact(heading)
        if form and form in forms:
            chosen.setdefault(name, _Found(forms[form], name, 0, heading))
            continue
        close = get_close_matches(form, forms, n=1, cutoff=0.75)
        question = f"Did you mean the heading of column {letter(forms[close[0]])}? " if close else ""
        problems.append(
            RowProblem(
                0,
                heading,
                f"no column has this heading, which the protocol's cohort.columns gives for {name}",
                f"{question}Write the heading there as it stands in the file.",
            )
        )
    return problems


def _missing(needed: frozenset[str], found: set[str]) -> list[RowProblem]:
    has = found | ({"surname", "forename"} if "name" in found else set())
    has |= {"date"} if has & set(_ANY_DATE) else set()
    problems = []
    for name in ("surname", "forename", "date_of_birth", "sex", "date", "completed"):
        if name in needed - has:
            label = "Index date or start date" if name == "date" else BY_NAME[name].label
            names = _ANY_DATE if name == "date" else (name,)
            headings = ", ".join(usual(each) for each in names)
            problems.append(
                RowProblem(
                    0, label, "no such column was found", f"Add it under one of its usual headings: {headings}."
                )
            )
    return problems


def _did_you_mean(name: str) -> str:
    close = get_close_matches(name, BY_NAME, n=1, cutoff=0.6)
    known = ", ".join(BY_NAME)
    return f"Did you mean {close[0]}? The fields are: {known}." if close else f"The fields are: {known}."


def _with(message: str, problems: tuple[RowProblem, ...]) -> str:
    return "\n".join((message, *(f"  {problem}" for problem in problems)))
