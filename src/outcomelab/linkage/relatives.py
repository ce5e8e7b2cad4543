"""How alike two different people can be because they are a family.

Strangers agree by chance, field by field. Relatives share a surname and a postcode, sometimes the date of
birth (twins) or the forename (father and son), and would pass for one person. How many relatives a person
has, and how often they are such, is counted in the register itself, where every pair is two people.
"""

# ruff: noqa: S608  every name in these queries is written here

from __future__ import annotations

from dataclasses import dataclass
from math import prod

import duckdb

from outcomelab.linkage.scheme import Family

# Judgement, counted as much as `_START` pairs of relatives, for a register with few.
_TWINS, _NAMESAKES, _START = 0.006, 0.012, 200.0


@dataclass(frozen=True)
class Relatives:
    """number: people in the register with a person's surname and postcode, beyond chance. twins, namesakes:
    the share of those with the same date of birth, the same forename."""

    number: float
    twins: float
    namesakes: float


def count(connection: duckdb.DuckDBPyConnection, family: Family) -> Relatives:
    """Count relatives in the table `persons`. `number` is 0 where a column of the home is missing."""
    home = family.home
    pairs, there = _agreeing(connection, home)
    if not there:
        return Relatives(0.0, _TWINS, _NAMESAKES)
    by_chance = pairs_by_chance(connection, home, there)
    families = max(pairs - by_chance, 0.0)
    twins = _agreeing(connection, f"{home}, {family.twins}")[0] - by_chance * _agreement(connection, family.twins)
    alike = _agreement(connection, family.namesakes)
    namesakes = _agreeing(connection, f"{home}, {family.namesakes}")[0] - by_chance * alike
    return Relatives(
        number=families / there,
        twins=(max(twins, 0.0) + _TWINS * _START) / (families + _START),
        namesakes=(max(namesakes, 0.0) + _NAMESAKES * _START) / (families + _START),
    )


def pairs_by_chance(connection: duckdb.DuckDBPyConnection, home: str, there: int) -> float:
    """Ordered pairs among `there` people that agree on the columns of `home` without being related."""
    agreements = (_agreement(connection, column) for column in home.split(", "))
    return prod(agreements) * there * (there - 1)


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
