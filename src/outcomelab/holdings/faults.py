"""What can be wrong with a value: each fault a condition in SQL and the words for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from outcomelab.handovers.holding import LARGEST_AMOUNT, Column, Dictionary
from outcomelab.holdings.datafile import DataFile
from outcomelab.holdings.names import quoted
from outcomelab.holdings.values import mend, value_of

CATEGORIES = "#categories"  # no table can have this name


@dataclass(frozen=True)
class Fault:
    """`condition`: SQL over the staged table, true for a bad row. `listed`: every row is named, up to a
    limit; otherwise the fault is said once, with how many rows have it and the first of them."""

    column: str
    condition: str
    wrong: str
    mend: str
    listed: bool = True


def faults(file: DataFile, dictionary: Dictionary) -> Iterator[Fault]:
    """Everything that could be wrong in a table, column by column."""
    for column in file.source.table.columns:
        yield from _reading(column, file)
        if column.categories:
            yield _outside_categories(column, file)
        if column.role == "amount":
            yield _too_large(column, file)
        if column.role == "event-date":
            yield _outside_coverage(column, file, dictionary)


def _reading(column: Column, file: DataFile) -> Iterator[Fault]:
    cell, format_ = quoted(column.name), file.formats.get(column.name, "")
    # A quotation mark left open swallows the rows after it without a word: the line break gives it away.
    filled, broken = f"{cell} IS NOT NULL", f"(contains({cell}, chr(10)) OR contains({cell}, chr(13)))"
    if column.name not in file.typed:
        yield Fault(
            column.name,
            f"{filled} AND {broken}",
            "the cell runs over more than one line",
            "Close its quotation mark, or take the line break out.",
        )
        filled = f"{filled} AND NOT {broken}"
    if column.type != "string":
        condition = f"{filled} AND ({value_of(column, file)}) IS NULL"
        wrong = f"the cell is not {_A[column.type]}"
        yield Fault(column.name, condition, wrong, mend(column, format_))
    if column.role == "person":
        yield Fault(
            column.name,
            f"{cell} IS NULL",
            "the person number is missing",
            "Write whose row it is, or take the row out.",
        )
    elif column.name in file.source.required:
        yield Fault(
            column.name,
            f"{cell} IS NULL",
            "the cell is empty though the dictionary requires a value",
            'Write it, or take "required" out of the dictionary.',
        )


_A = {"integer": "a whole number", "number": "a number", "boolean": "true or false", "date": "a date"}


def _outside_categories(column: Column, file: DataFile) -> Fault:
    found = f"CAST({value_of(column, file)} AS VARCHAR)"
    known = f"SELECT category FROM \"{CATEGORIES}\" WHERE name = '{column.name}'"  # noqa: S608 names are checked
    return Fault(
        column.name,
        f"{found} IS NOT NULL AND {found} NOT IN ({known})",
        "a value is not among the dictionary's categories",
        'Correct it, or add it to "enum" in the dictionary.',
        listed=False,
    )


def _too_large(column: Column, file: DataFile) -> Fault:
    return Fault(
        column.name,
        f"abs(CAST({value_of(column, file)} AS DOUBLE)) > {LARGEST_AMOUNT}",
        "an amount is larger than sums are kept for, a million million",
        'Correct it, or give all of them in thousands and say so as their "unit" in the dictionary.',
        listed=False,
    )


def _outside_coverage(column: Column, file: DataFile, dictionary: Dictionary) -> Fault:
    day = value_of(column, file)
    first, last = dictionary.covers_from.isoformat(), dictionary.covers_to.isoformat()
    return Fault(
        column.name,
        f"({day}) NOT BETWEEN DATE '{first}' AND DATE '{last}'",
        f"an event is dated outside the coverage, {first} to {last}",
        'Correct the date, or "coverage" in the dictionary, or take these rows out.',
        listed=False,
    )
