"""A letter or a digit wrong, as linkage's levels tell it: what a slow edit distance says, found faster."""

from __future__ import annotations

import duckdb
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomelab.linkage.compare import COMPARISONS
from outcomelab.linkage.scheme import Comparison

_COMPARISON = {comparison.name: comparison for comparison in COMPARISONS}


def _pairs_of(letters: str) -> st.SearchStrategy[list[tuple[str, str]]]:
    text = st.text(letters, min_size=1, max_size=6)
    return st.lists(st.tuples(text, text), min_size=1, max_size=60)


def _level(name: str, label: str) -> str:
    comparison: Comparison = _COMPARISON[name]
    return next(level.sql for level in comparison.levels if level.label == label)


def _told(pairs: list[tuple[str, str]], column: str, *sql: str) -> list[tuple[bool | None, ...]]:
    with duckdb.connect() as connection:
        left, right = zip(*pairs, strict=True)
        connection.register("pairs", pa.table({f"{column}_l": left, f"{column}_r": right}))
        return connection.sql(f"SELECT {', '.join(sql)} FROM pairs").fetchall()  # noqa: S608 written here


@settings(max_examples=30, deadline=None)
@given(pairs=_pairs_of("abд"))
def test_a_letter_is_one_edit_or_two_neighbours_that_changed_places(pairs):
    slowly = (
        "abs(length(surname_l) - length(surname_r)) <= 1 AND jaro_winkler_similarity(surname_l, surname_r) >= 0.7"
        " AND damerau_levenshtein(surname_l, surname_r) <= 1"
    )
    for found, expected in _told(pairs, "surname", _level("surname", "a letter"), slowly):
        assert found == expected


@settings(max_examples=30, deadline=None)
@given(pairs=_pairs_of("12AΩ"))
def test_a_digit_is_one_edit_in_codes_of_one_length_whatever_is_written_in_them(pairs):
    slowly = "bit_length(postcode_l) = bit_length(postcode_r) AND damerau_levenshtein(postcode_l, postcode_r) <= 1"
    for found, expected in _told(pairs, "postcode", _level("postcode", "a letter"), slowly):
        assert found == expected
