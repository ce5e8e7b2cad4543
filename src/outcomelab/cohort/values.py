"""Cells to values: names and numbers as text, sex and completion as codes."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from outcomelab.cohort.faults import Fault
from outcomelab.cohort.fields import DATES
from outcomelab.people.cells import sex_codes, tidied, whole_numbers, without
from outcomelab.people.masks import filled, true_where

_CODES = ("sex", "completed", "postcode", "service_number", "reference", *DATES)
_COMPLETED = {
    True: ("yes", "y", "true", "1", "completed", "complete", "finished", "done", "✓", "✔", "graduated",
           "completed programme", "completed program", "oui", "o", "terminé", "complété"),
    False: ("no", "n", "false", "0", "not completed", "did not complete", "not complete", "incomplete",
            "non completer", "non-completer", "unfinished", "not finished", "did not finish", "dropped out",
            "drop out", "dropout", "withdrew", "withdrawn", "left early", "left", "early leaver", "non",
            "non terminé", "non complété", "abandon"),
}  # fmt: skip


def text_values(cells: pa.Array, field: str, column: str) -> tuple[pa.Array, list[Fault]]:
    """The cells of a field as tidy text, null where there is nothing, with what is wrong in them.

    Spaces are collapsed and invisible letters dropped; anything else stays as it was given. A formula is
    never worked out: the cell counts as empty, in a column of dates as a date that cannot be.
    """
    tidy = tidied(cells, code=field in _CODES)
    faults = [
        Fault(column, "the cell holds a formula", "Write its value instead.", tidy.formula),
        Fault(
            column, "the cell is longer than any such entry", "Write only what the heading asks for.", tidy.long
        ),
        Fault(
            column,
            "a letter in the cell is damaged",
            "Write it again and save the file as “CSV UTF-8”.",
            tidy.damaged,
        ),
    ]
    return tidy.text if field in DATES else without(tidy.text, tidy.formula | tidy.long), faults


def number_values(text: pa.Array, column: str) -> tuple[pa.Array, list[Fault]]:
    """Service numbers and references: without the '.0' that spreadsheets add, and none that they shortened."""
    whole, shortened = whole_numbers(text)
    fault = Fault(
        column,
        "the spreadsheet shortened the number (it shows an E)",
        "Format the column as text and write the whole number.",
        shortened,
    )
    return whole, [fault]


def sex_values(text: pa.Array, column: str) -> tuple[pa.Array, list[Fault]]:
    """'F', 'M' or null."""
    codes = sex_codes(text)
    given = filled(text)
    return codes, [
        Fault(
            column,
            "it is not one of the usual entries for female or male",
            "Write F or M; leave it if neither is right, the row is used without it.",
            given & ~filled(codes),
        ),
        Fault(
            column, "it is empty", "Write F or M if you know it; the row is used without it.", ~given, alone=True
        ),
    ]


def completed_values(text: pa.Array, column: str) -> tuple[pa.Array, list[Fault]]:
    """True, False or null."""
    plain = pc.utf8_rtrim(pc.utf8_lower(text), characters=". ")
    yes, no = (true_where(pc.is_in(plain, value_set=pa.array(_COMPLETED[answer]))) for answer in (True, False))
    answers = pa.array(yes, mask=~(yes | no))
    return answers, [Fault(column, "it is neither yes nor no", "Write Yes or No.", filled(text) & ~yes & ~no)]
