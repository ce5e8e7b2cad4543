"""Cells to values: tidy text, numbers that a spreadsheet has not spoiled, sex as a code."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from outcomelab.people.masks import Bools, true_where

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
_INVISIBLE = r"[\x00-\x08\x0E-\x1F\x7F\x{00AD}\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2060}-\x{2064}\x{FEFF}]"
_SEX = {
    "F": ("f", "female", "w", "woman", "girl", "femme", "feminin", "féminin", "weiblich", "frau", "mujer", "2"),
    "M": ("m", "male", "man", "boy", "h", "homme", "masculin", "männlich", "mann", "hombre", "1"),
}


@dataclass(frozen=True)
class Tidied:
    """Text cells without what is no letter or sign of theirs, null where there is nothing; and the places of
    those that hold a formula, are longer than any entry, or have a damaged letter."""

    text: pa.Array = field(repr=False)
    formula: Bools = field(repr=False)
    long: Bools = field(repr=False)
    damaged: Bools = field(repr=False)


def tidied(cells: pa.Array, *, code: bool) -> Tidied:
    """Spaces collapsed and invisible letters dropped; anything else stays as it was given.

    `code`: the cells cannot be names, so that 'na' and 'none' mean that there is nothing.
    """
    text = pc.replace_substring_regex(cells, _INVISIBLE, "")
    text = pc.utf8_trim_whitespace(pc.replace_substring_regex(text, r"[\s\p{Z}]+", " "))
    nothing = _NOTHING_BUT_A_NAME if code else _NOTHING
    empty = pc.or_(pc.equal(text, ""), pc.is_in(pc.utf8_lower(text), value_set=pa.array(nothing)))
    text = without(text, true_where(empty))
    return Tidied(
        text,
        true_where(pc.match_substring_regex(text, r"^[=+@-]")),
        true_where(pc.greater(pc.utf8_length(text), _LONGEST_CELL)),
        true_where(pc.match_substring(text, "\N{REPLACEMENT CHARACTER}")),
    )


def whole_numbers(text: pa.Array) -> tuple[pa.Array, Bools]:
    """Numbers as text without the '.0' that spreadsheets add, null where one was shortened (1.2E+11); where
    that was so."""
    shortened = true_where(pc.match_substring_regex(text, r"(?i)^\d(?:[.,]\d+)?e\+?\d+$"))
    return without(pc.replace_substring_regex(text, r"^(\d+)\.0+$", r"\1"), shortened), shortened


def sex_codes(text: pa.Array) -> pa.Array:
    """'F' or 'M' for the usual entries, null for every other."""
    plain = pc.utf8_rtrim(pc.utf8_lower(text), characters=". ")
    female, male = (true_where(pc.is_in(plain, value_set=pa.array(_SEX[code]))) for code in ("F", "M"))
    return pc.if_else(pa.array(female), "F", pc.if_else(pa.array(male), "M", pa.scalar(None, pa.string())))


def without(text: pa.Array, at: Bools) -> pa.Array:
    """`text`, null in the places `at`."""
    return pc.if_else(pa.array(at), pa.scalar(None, pa.string()), text)
