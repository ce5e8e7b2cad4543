"""A file that says which column holds what: `--columns FILE.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from outcomelab.errors import CohortError, RowProblem
from outcomelab.people.columns import Mapped, with_problems
from outcomelab.people.fields import ALSO, BORN_IN_PARTS, IDENTITY
from outcomelab.people.headings import Vocabulary, compact
from outcomelab.people.wording import listed

VOCABULARY = Vocabulary((*IDENTITY, *BORN_IN_PARTS, *ALSO))
# Of a file that is to be encoded.
TO_ENCODE = Vocabulary((*IDENTITY, *BORN_IN_PARTS))
SOURCE = "the columns file"
_NAMES = frozenset(("surname", "forename", "middle", "name"))
_SIDES = ("both", "left", "right")
_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True)
class ColumnsFile:
    """By field, the heading of its column in the left file and in the right one."""

    left: Mapping[str, str]
    right: Mapping[str, str]


def read_columns_file(file: Path) -> ColumnsFile:
    """Read a TOML file of `field = "heading"`, for both files or under [both], [left] and [right].

    Raises CohortError when it cannot be read, names a field that does not exist, gives anything but a heading in
    quotation marks, or one heading for two fields.
    """
    told, wrong = _toml(file)
    if wrong:
        raise CohortError(wrong)
    flat = {name: value for name, value in told.items() if not isinstance(value, dict)}
    tables = {name: value for name, value in told.items() if isinstance(value, dict)}
    problems = [_no_such_table(name) for name in tables if name not in _SIDES]
    for where, entries in (("", flat), *((name, tables.get(name, {})) for name in _SIDES)):
        problems += [
            RowProblem(
                0,
                f"{where}.{name}" if where else name,
                "it is no heading",
                f'Write the column\'s heading in quotation marks: {name} = "...".',
            )
            for name, value in entries.items()
            if not isinstance(value, str)
        ]
    if problems:
        raise CohortError(with_problems("The columns file cannot be used.", problems), tuple(problems))
    both = {**flat, **tables.get("both", {})}
    sides = ({**both, **tables.get(side, {})} for side in ("left", "right"))
    left, right = (mapping_of(side).headings for side in sides)
    return ColumnsFile(left, right)


def mapping_of(headings: Mapping[str, str]) -> Mapped:
    """The columns told of, by field. Raises CohortError naming every field that does not exist, and fields that
    are given one heading: no column says two things of a person."""
    mapped = Mapped(headings, SOURCE, VOCABULARY)
    by_form: dict[str, list[str]] = {}
    for name, heading in headings.items():
        by_form.setdefault(compact(heading), []).append(name)
    problems = tuple(
        RowProblem(
            0,
            listed(names),
            f"{SOURCE} gives them one heading",
            "Give each a column of its own"
            + ('; where one column holds the whole name, call it name = "...".' if set(names) & _NAMES else "."),
        )
        for names in by_form.values()
        if len(names) > 1
    )
    if problems:
        raise CohortError(with_problems("The columns file cannot be used.", problems), problems)
    return mapped


def _toml(file: Path) -> tuple[dict[str, object], str]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig")), ""
    except (
        OSError,
        ValueError,
    ) as error:  # ValueError: TOML's mistakes, letters that are not UTF-8, a NUL in a path
        if isinstance(error, tomllib.TOMLDecodeError):
            line = _LINE.search(str(error))
            place = f" in line {line[1]}" if line else " at its end"
            return (
                {},
                f'The columns file is not TOML{place}. Write lines such as: surname = "heading of the column".',
            )
        if isinstance(error, UnicodeDecodeError):
            return {}, "The columns file's letters cannot be read. Save it as UTF-8."
    return {}, f"The columns file {file} is not there or cannot be opened. Check its name and its folder."


def _no_such_table(name: str) -> RowProblem:
    close = get_close_matches(name, _SIDES, n=1, cutoff=0.6)
    mend = f"Did you mean [{close[0]}]? " if close else ""
    return RowProblem(
        0, f"[{name}]", "there is no such table", f"{mend}The tables are [both], [left] and [right]."
    )
