"""The analysis table's order is the one that DuckDB gives for all columns, whatever the columns hold."""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from outcomelab.outcomes.ordered import ordered

NUMBERS = st.sampled_from([-3.0, 0.0, 1.0, 2.0, 2.5, 70_000.0, 1e20, float("inf"), float("nan")])
KINDS = {
    pa.float64(): NUMBERS,
    pa.string(): st.sampled_from(["", "a", "B", "aa", "é", "\U0001f600", "\uffee"]),
    pa.bool_(): st.booleans(),
    pa.int64(): st.sampled_from([-(2**63), -1, 0, 1, 65_535, 2**63 - 1]),
}


@st.composite
def tables(draw: st.DrawFn) -> pa.Table:
    kinds = draw(st.lists(st.sampled_from(list(KINDS)), min_size=1, max_size=12))
    rows = draw(st.integers(0, 12))
    columns = [
        pa.array(draw(st.lists(st.none() | KINDS[kind], min_size=rows, max_size=rows)), kind) for kind in kinds
    ]
    return pa.table(columns, names=[f"c{place}" for place in range(len(kinds))])


def sorted_by_duckdb(table: pa.Table) -> pa.Table:
    with duckdb.connect() as connection:
        connection.register("given", table)
        return connection.execute("FROM given ORDER BY ALL NULLS LAST").to_arrow_table().cast(table.schema)


def same(one: pa.Table, other: pa.Table) -> bool:
    return str(one.to_pydict()) == str(other.to_pydict())  # by their texts, since NaN is not itself


@given(tables())
def test_the_order_is_that_of_all_columns_from_left_to_right_with_nothing_last(table: pa.Table) -> None:
    assert same(ordered(table), sorted_by_duckdb(table))


@given(tables(), st.integers(0, 2**32 - 1))
def test_the_order_is_the_same_whatever_it_was(table: pa.Table, seed: int) -> None:
    shuffled = table.take(np.random.default_rng(seed).permutation(table.num_rows))
    assert same(ordered(shuffled), ordered(table))


def test_many_columns_of_many_levels_are_more_than_one_number_and_sorted_all_the_same() -> None:
    random = np.random.default_rng(1)
    few = [random.integers(0, 2, 5_000).astype(float) for _ in range(3)]
    levels = [random.integers(0, 60_000, 5_000).astype(float) for _ in range(6)]
    table = pa.table([*few, *levels, *few], names=[f"c{place}" for place in range(12)])
    assert ordered(table).equals(sorted_by_duckdb(table))
