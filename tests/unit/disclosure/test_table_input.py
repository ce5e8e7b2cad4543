"""Tables that cannot be cleared as they are: one sentence each, which says what to do and no cell's content."""

import pyarrow as pa
import pytest

import outcomelab
from outcomelab.errors import UsageError


@pytest.mark.parametrize(
    ("table", "asked", "words"),
    [
        ({"region": ["a"] * 20}, {"by": "county"}, "no column county"),
        ({"region": ["a"] * 20}, {"by": ()}, "at least one column"),
        ({"region": ["a", "b"], "n": [20, -1]}, {"by": "region", "count": "n"}, "none below zero"),
        ({"region": ["a", "b"], "n": [20, 2.5]}, {"by": "region", "count": "n"}, "whole numbers"),
        ({"region": ["a", "b"], "n": [20, float("nan")]}, {"by": "region", "count": "n"}, "none missing"),
        ({"region": ["a", "b"], "n": [20, None]}, {"by": "region", "count": "n"}, "none missing"),
        ({"region": ["a", "a"], "n": [20, 30]}, {"by": "region", "count": "n"}, "a cell has two counts"),
        ({"region": ["a", "b", "Total"], "n": [20, 30, 50]}, {"by": "region", "count": "n"}, "out the totals"),
        ({"region": ["a", "b", "all"], "n": [20, 30, 50]}, {"by": "region", "count": "n"}, "sum of its others"),
        ({"withheld": ["a"] * 20}, {"by": "withheld"}, "none of them count"),
        ({"region": ["a"] * 20, "x": [-1.0] * 20}, {"by": "region", "sum": "x"}, "none below zero"),
        ({"region": ["a"] * 20, "x": ["1"] * 20}, {"by": "region", "sum": "x"}, "must hold numbers"),
        ({"region": ["a"] * 2, "who": [1, None]}, {"by": "region", "person": "who"}, "whose it is"),
        ({"region": ["a"] * 2, "n": [1, 2]}, {"by": "region", "person": "region"}, "every column once"),
        ({"region": ["a"], "n": [10]}, {"by": "region", "person": "n", "count": "n"}, "Either a row stands"),
        ({"region": ["a"] * 20}, {"by": "region", "costs": True}, "--costs goes with"),
        ({"region": ["a"] * 20}, {"by": "region", "zeros": [{"sex": "f"}]}, "known empty cell is given for sex"),
        ({"region": ["a"] * 20}, {"by": "region", "zeros": [{"region": "b"}]}, "region does not have"),
        ({"region": ["a"] * 20}, {"by": "region", "also": ["region"]}, "named twice"),
        ({"region": ["a"] * 20}, {"by": "region", "ordered": ["x"]}, "order is given for x"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_said_in_one_sentence(table, asked, words):
    with pytest.raises(UsageError, match=words):
        outcomelab.protect(table, **asked)


def test_a_total_is_told_by_its_sums_where_no_name_says_it():
    rows = [(r, s, n) for r, s, n in zip("aabbcc", "fmfmfm", (11, 12, 13, 14, 15, 16), strict=True)]
    rows += [("everywhere", "f", 39), ("everywhere", "m", 42), ("a", "x", 20), ("b", "x", 21), ("c", "x", 9)]
    rows += [("everywhere", "x", 50)]
    table = pa.table({name: [row[at] for row in rows] for at, name in enumerate(("region", "sex", "n"))})
    with pytest.raises(UsageError, match="A value of region is the sum of its others"):
        outcomelab.protect(table, by=("region", "sex"), count="n")


def test_an_empty_table_is_refused():
    answer = outcomelab.protect({"region": pa.array([], pa.string())}, by="region")
    assert "no rows" in str(answer)


def test_a_table_of_one_cell_is_shown_or_refused():
    assert isinstance(outcomelab.protect({"region": ["a"] * 12}, by="region"), outcomelab.Cleared)
    assert isinstance(outcomelab.protect({"region": ["a"] * 2}, by="region"), outcomelab.Refused)


def test_a_thousand_values_are_no_trouble():
    table = pa.table({"place": [f"p{n}" for n in range(1000)], "n": [(n * 7919) % 300 for n in range(1000)]})
    figures = outcomelab.protect(table, by="place", count="n").figures
    assert figures.cells.num_rows == 1001
    assert all(row["count"] is None or row["count"] >= 10 for row in figures.cells.to_pylist())
