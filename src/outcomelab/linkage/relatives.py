"""How alike two different people can be because they are a family.

Strangers agree by chance, field by field. Relatives share a surname and a postcode, sometimes the date of
birth (twins) or the forename (father and son), and would pass for one person. How many relatives a person
has, and how often they are such, is counted in the register itself, where every pair is two people.
"""

# ruff: noqa: S608  every name in these queries is written here

from __future__ import annotations

from dataclasses import dataclass

import duckdb

# Judgement, counted as much as `_START` pairs of relatives, for a register with few.
_TWINS, _NAMESAKES, _START = 0.006, 0.012, 200.0


@dataclass(frozen=True)
class Relatives:
    """number: people in the register with a person's surname and postcode, beyond chance. twins, namesakes:
    the share of those with the same date of birth, the same forename."""

    number: float
    twins: float
    namesakes: float


def count(connection: duckdb.DuckDBPyConnection) -> Relatives:
    """Count relatives in the table `persons`. `number` is 0 where surnames or postcodes are missing."""
    home = "surname, postcode"
    there = _agreeing(connection, home)[1]
    if not there:
        return Relatives(0.0, _TWINS, _NAMESAKES)
    pairs, _ = _agreeing(connection, home)
    by_chance = pairs_by_chance(connection, there)
    families = max(pairs - by_chance, 0.0)
    twins = _agreeing(connection, f"{home}, born")[0] - by_chance * _agreement(connection, "born")
    namesakes = _agreeing(connection, f"{home}, forename_1")[0] - by_chance * _agreement(connection, "forename_1")
    return Relatives(
        number=families / there,
        twins=(max(twins, 0.0) + _TWINS * _START) / (families + _START),
        namesakes=(max(namesakes, 0.0) + _NAMESAKES * _START) / (families + _START),
    )


def pairs_by_chance(connection: duckdb.DuckDBPyConnection, there: int) -> float:
    """Ordered pairs among `there` people that agree on surname and postcode without being related."""
    return _agreement(connection, "surname") * _agreement(connection, "postcode") * there * (there - 1)


def _agreement(connection: duckdb.DuckDBPyConnection, column: str) -> float:
    pairs, given = _agreeing(connection, column)
    return pairs / (given * (given - 1)) if given > 1 else 0.0


def _agreeing(connection: duckdb.DuckDBPyConnection, columns: str) -> tuple[float, int]:
    """Ordered pairs of people who agree on all of `columns`, and how many have them all."""
    given = " AND ".join(f"{column} IS NOT NULL" for column in columns.split(", "))
    row = connection.sql(
        "SELECT coalesce(sum(n::DOUBLE * (n - 1)), 0), coalesce(sum(n), 0) FROM"
        f" (SELECT count(*) AS n FROM persons WHERE {given} GROUP BY {columns})"
    ).fetchall()[0]
    return float(row[0]), int(row[1])
