"""Cells to values: names and numbers as text, sex and completion as codes."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from outcomelab.cohort.faults import Fault
from outcomelab.cohort.fields import DATES
from outcomelab.people.masks import Bools, filled, true_where

_LONGEST_CELL = 200
_NOTHING = ("-", "--", "---", "–", "—", ".", "..", "?", "??", "n/a", "n.a.", "n/k", "unknown", "not known",
            "#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#null!", "#num!")  # fmt: skip
# Words that mean "nothing here", except where they can be a name or a group.
_NOTHING_BUT_A_NAME = (
    *_NOTHING,
    "na",
    "nk",
    "none",
    "null",
    "nil",
    "nan",
    "nat",
    "tbc",
    "tba",
    "missing",
    "blank",
)
_CODES = ("sex", "completed", "postcode", "service_number", "reference", *DATES)
_INVISIBLE = r"[\x00-\x08\x0E-\x1F\x7F\x{00AD}\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2060}-\x{2064}\x{FEFF}]"
_SEX = {
    "F": ("f", "female", "w", "woman", "girl", "femme", "feminin", "féminin", "weiblich", "frau", "mujer", "2"),
    "M": ("m", "male", "man", "boy", "h", "homme", "masculin", "männlich", "mann", "hombre", "1"),
}
_COMPLETED = {
    True: ("yes", "y", "true", "1", "completed", "complete", "finished", "done", "✓", "✔", "graduated",
           "completed programme", "completed program"),
    False: ("no", "n", "false", "0", "not completed", "did not complete", "not complete", "incomplete",
            "non completer", "non-completer", "unfinished", "not finished", "did not finish", "dropped out",
            "drop out", "dropout", "withdrew", "withdrawn", "left early", "left", "early leaver"),
}  # fmt: skip


def text_values(cells: pa.Array, field: str, column: str) -> tuple[pa.Array, list[Fault]]:
    """The cells of a field as tidy text, null where there is nothing, with what is wrong in them.

    Spaces are collapsed and invisible letters dropped; anything else stays as it was given. A formula is
    never worked out: the cell counts as empty, in a column of dates as a date that cannot be.
    """
    text = pc.replace_substring_regex(cells, _INVISIBLE, "")
    text = pc.utf8_trim_whitespace(pc.replace_substring_regex(text, r"[\s\p{Z}]+", " "))
    nothing = _NOTHING_BUT_A_NAME if field in _CODES else _NOTHING
    empty = pc.or_(pc.equal(text, ""), pc.is_in(pc.utf8_lower(text), value_set=pa.array(nothing)))
    text = _without(text, true_where(empty))
    formula = true_where(pc.match_substring_regex(text, r"^[=+@-]"))
    long = true_where(pc.greater(pc.utf8_length(text), _LONGEST_CELL))
    damaged = true_where(pc.match_substring(text, "\N{REPLACEMENT CHARACTER}"))
    faults = [
        Fault(column, "the cell holds a formula", "Write its value instead.", formula),
        Fault(column, "the cell is longer than any such entry", "Write only what the heading asks for.", long),
        Fault(
            column, "a letter in the cell is damaged", "Write it again and save the file as “CSV UTF-8”.", damaged
        ),
    ]
    return text if field in DATES else _without(text, formula | long), faults


def number_values(text: pa.Array, column: str) -> tuple[pa.Array, list[Fault]]:
    """Service numbers and references: without the '.0' that spreadsheets add, and none that they shortened."""
    shortened = true_where(pc.match_substring_regex(text, r"(?i)^\d(?:[.,]\d+)?e\+?\d+$"))
    fault = Fault(
        column,
        "the spreadsheet shortened the number (it shows an E)",
        "Format the column as text and write the whole number.",
        shortened,
    )
    return _without(pc.replace_substring_regex(text, r"^(\d+)\.0+$", r"\1"), shortened), [fault]


def sex_values(text: pa.Array, column: str) -> tuple[pa.Array, list[Fault]]:
    """'F', 'M' or null."""
    plain = pc.utf8_rtrim(pc.utf8_lower(text), characters=". ")
    female, male = (true_where(pc.is_in(plain, value_set=pa.array(_SEX[code]))) for code in ("F", "M"))
    codes = pc.if_else(pa.array(female), "F", pc.if_else(pa.array(male), "M", pa.scalar(None, pa.string())))
    given = filled(text)
    return codes, [
        Fault(
            column,
            "it is not one of the usual entries for female or male",
            "Write F or M; leave it if neither is right, the row is used without it.",
            given & ~female & ~male,
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


def _without(text: pa.Array, at: Bools) -> pa.Array:
    return pc.if_else(pa.array(at), pa.scalar(None, pa.string()), text)
