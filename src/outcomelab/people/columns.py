"""Finding the row of headings, and which column holds what."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

import numpy as np

from outcomelab.errors import CohortError, RowProblem
from outcomelab.people.headings import Vocabulary, compact, shown
from outcomelab.people.sheet import letter

HEAD_ROWS = 30
# Whether two columns, by their places, hold the same below a row of headings.
Same = Callable[[int, int, int], bool]


@dataclass(frozen=True)
class Columns:
    """`heading_row`: its number in the file. `places`: the column of each field found. `headings`: those
    columns' headings, each one known or given by somebody, so that they may be shown. `width`: columns
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


@dataclass(frozen=True)
class Mapped:
    """The columns somebody told us of: `headings` by field, and `source`, in words, where it is written.

    `forms` is the field for each heading's compact form. Raises CohortError naming every field unknown.
    """

    headings: Mapping[str, str]
    source: str
    vocabulary: Vocabulary

    def __post_init__(self) -> None:
        wrong = f"{self.source} names a field that does not exist"
        problems = tuple(
            RowProblem(0, name, wrong, self._did_you_mean(name))
            for name in self.headings
            if name not in self.vocabulary.fields
        )
        if problems:
            raise CohortError(
                with_problems(f"{self.source[0].upper()}{self.source[1:]} cannot be used.", problems), problems
            )

    @property
    def forms(self) -> dict[str, str]:
        """The field for the compact form of each heading."""
        return {compact(heading): name for name, heading in self.headings.items()}

    def score(self, cells: Sequence[str | None]) -> int:
        """How many different fields a row's cells name."""
        return self.vocabulary.score(cells, self.forms)

    def _did_you_mean(self, name: str) -> str:
        fields = self.vocabulary.fields
        close = get_close_matches(name, fields, n=1, cutoff=0.6)
        usual = self.vocabulary.field_of(name, {})
        meant = close[0] if close else usual[0] if usual else ""
        known = f"The fields are: {', '.join(fields)}."
        return f"Did you mean {meant}? {known}" if meant else known


def choose_columns(
    head: Sequence[Sequence[str | None]], same: Same, mapped: Mapped, several: frozenset[str] = frozenset()
) -> tuple[Columns, list[RowProblem]]:
    """Find each field's column: those that are mapped first, then by usual headings; and what is wrong.

    `head`: the cells of the first rows. `same(row, one, other)`: whether two columns hold the same below the
    row of headings. `several`: fields of which any column will do when two have the same heading. Raises
    CohortError when no row of headings is there. A heading that nobody told us of is never shown: without a
    row of headings it could be a person.
    """
    vocabulary, forms = mapped.vocabulary, mapped.forms
    scores = [vocabulary.score(row, forms) for row in head]
    if not any(scores):
        raise CohortError(
            "No row of headings was found among the first rows of the file. Write a heading above each column, "
            f"such as {vocabulary.usual('surname')}; the empty list has them (`outcomelab template`, or a link "
            "where lists are uploaded)."
        )
    top = int(np.argmax(scores))
    row = head[top]
    found = [
        _Found(place, known[0], known[1], shown(cell))
        for place, cell in enumerate(row)
        if cell and (known := vocabulary.field_of(cell, forms))
    ]
    chosen, notes, problems = _choose(found, lambda one, other: same(top + 1, one, other), mapped, several)
    problems += _follow_mapping(mapped, chosen, row)
    _settle_full_name(chosen, mapped.headings)
    filled = [place for place, cell in enumerate(row) if cell and cell.strip()]
    columns = Columns(
        top + 1,
        {name: each.place for name, each in chosen.items()},
        {name: each.heading for name, each in chosen.items()},
        max(filled) + 1,
        len(filled) - len({each.place for each in chosen.values()}),
        tuple(notes),
    )
    return columns, problems


def missing_heading(heading: str, row: Sequence[str | None], wrong: str) -> RowProblem:
    """That no column of `row` has a `heading` that somebody gave, and which column may be meant."""
    forms: dict[str, int] = {}
    for place, cell in enumerate(row):
        forms.setdefault(compact(cell or ""), place)
    close = get_close_matches(compact(heading), forms, n=1, cutoff=0.75)
    question = f"Did you mean the heading of column {letter(forms[close[0]])}? " if close else ""
    return RowProblem(0, heading, wrong, f"{question}Write the heading there as it stands in the file.")


def with_problems(message: str, problems: Sequence[RowProblem]) -> str:
    """A message and below it every problem."""
    return "\n".join((message, *(f"  {problem}" for problem in problems)))


def _choose(
    found: list[_Found], same: Callable[[int, int], bool], mapped: Mapped, several: frozenset[str]
) -> tuple[dict[str, _Found], list[str], list[RowProblem]]:
    chosen: dict[str, _Found] = {}
    notes: list[str] = []
    problems: list[RowProblem] = []
    for name in dict.fromkeys(each.name for each in found):
        rivals = sorted((each for each in found if each.name == name), key=lambda each: each.sureness)
        first, *others = rivals
        alike = [each for each in others if each.sureness == first.sureness and not same(first.place, each.place)]
        if alike and name not in several:
            where = " and ".join(letter(each.place) for each in (first, *alike))
            problems.append(
                RowProblem(
                    0,
                    first.heading,
                    f"columns {where} have the same heading and not the same content",
                    "Keep one of them, or give the others different headings.",
                )
            )
        elif others and name not in mapped.headings:
            left = ", ".join(f"“{each.heading}”" for each in others)
            label = mapped.vocabulary.fields[name].label.lower()
            notes.append(f"For the {label} we used “{first.heading}” and not {left}.")
        chosen[name] = first
    return chosen, notes, problems


def _settle_full_name(chosen: dict[str, _Found], mapping: Mapping[str, str]) -> None:
    """'Name' beside 'First name' is a surname, and beside 'Surname' a forename; beside both it is neither,
    unless it is mapped as the full name."""
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


def _follow_mapping(mapped: Mapped, chosen: dict[str, _Found], row: Sequence[str | None]) -> list[RowProblem]:
    """Put in `chosen` what is mapped (two fields may share a column), and tell which headings are missing."""
    problems = []
    forms: dict[str, int] = {}
    for place, cell in enumerate(row):
        forms.setdefault(compact(cell or ""), place)
    for name, heading in mapped.headings.items():
        form = compact(heading)
        if form and form in forms:
            chosen.setdefault(name, _Found(forms[form], name, 0, heading))
        else:
            wrong = f"no column has this heading, which {mapped.source} gives for {name}"
            problems.append(missing_heading(heading, row, wrong))
    return problems
