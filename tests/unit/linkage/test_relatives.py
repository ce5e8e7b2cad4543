"""Relatives counted in a register small enough to count by hand."""

from __future__ import annotations

import duckdb
import pytest

from outcomelab.engines.on_duck import OnDuck
from outcomelab.linkage import relatives
from outcomelab.linkage.compare import CLEAR


def families(number: int) -> duckdb.DuckDBPyConnection:
    """`number` families of three, each alone with its surname and postcode; two of each are twins."""
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE persons AS SELECT 's' || f AS surname, 'p' || f AS postcode,"  # noqa: S608 a number of ours
        " DATE '1980-01-01' + (f * 3 + (CASE WHEN who = 2 THEN 1 ELSE 0 END))::INTEGER AS born,"
        f" 'n' || (f * 3 + who) AS forename_1 FROM range({number}) t(f), range(3) w(who)"
    )
    return connection


def test_a_family_of_three_has_two_relatives_each():
    assert relatives.count(OnDuck(families(400)), CLEAR.family).number == pytest.approx(2.0, abs=0.01)


def test_one_pair_of_three_are_twins():
    # 2,400 ordered pairs of relatives, 800 of them twins; 200 more count as judged at the start.
    assert relatives.count(OnDuck(families(400)), CLEAR.family).twins == pytest.approx(
        (800 + 0.006 * 200) / 2_600, abs=0.001
    )


def test_without_postcodes_there_are_none():
    connection = families(10)
    connection.execute("UPDATE persons SET postcode = NULL")
    assert relatives.count(OnDuck(connection), CLEAR.family).number == 0
