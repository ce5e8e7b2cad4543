"""Which pairs are compared at all: those that agree on one of several combinations of identifiers.

Every combination leaves something out, so that no single wrong field hides a person. A value that too
many people share (a holding in which everybody is called the same) tells nobody apart: the pairs of a
combination are taken from its rarest values on, up to a fixed number, and the rest is left out and said.
"""

# ruff: noqa: S608  every name in these queries is written here

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import duckdb

from outcomelab.linkage.resume.steps import NOTHING_KEPT, Steps
from outcomelab.linkage.scheme import Combinations

# Pairs a combination may bring: more would take longer than they are worth.
_FEWEST, _A_PARTICIPANT = 2_000_000, 50
# Combinations with the whole date of birth and those without it: each way misses a match for reasons of its own.
# Where nobody has a date of birth on both sides, with the service number and without it.
BY_DATE, OTHERWISE = 1, 2
_WHOLE_DATES, _NUMBERS = ("born", "born_swapped", "born_also"), ("service_number",)
# Participants whose pairs are brought together at once, which keeps memory flat.
_AT_ONCE = 100_000
_STEP, _LEFT_OUT = "candidates", b"left_out"


@dataclass(frozen=True)
class Candidates:
    """How many pairs are in the table `candidates` (a, b: the numbers of participant and person; found_by:
    how many combinations found the pair; ways: whether those were `BY_DATE`, `OTHERWISE` or both), and how many
    were left out for being too common."""

    pairs: int
    left_out: int


def _unheard(words: str) -> None:
    """Nobody listens."""


def find(
    connection: duckdb.DuckDBPyConnection,
    combinations: Combinations,
    said: Callable[[str], None] = _unheard,
    *,
    within: bool = False,
    steps: Steps = NOTHING_KEPT,
) -> Candidates:
    """Make the table `candidates` from `participants` and `persons`, by a scheme's combinations.

    `said` is told how far it is, in a few words. `within`: both tables are the same list, numbered alike, and
    each pair of it is taken once (a < b). `steps`: where the pairs are kept, and found again.
    """
    kept = steps.take(_STEP)
    if kept is not None:
        connection.register("kept", kept)
        connection.execute("CREATE TABLE candidates AS FROM kept")
        connection.unregister("kept")
        return Candidates(kept.num_rows, int(kept.schema.metadata[_LEFT_OUT]))
    listed = _one(connection, "SELECT count(*) FROM participants")
    limit = max(_FEWEST, _A_PARTICIPANT * listed)
    left_out = sum(_key(connection, i, *sides, limit) for i, sides in enumerate(combinations))
    connection.execute("CREATE TABLE candidates (a INTEGER, b INTEGER, found_by INTEGER, ways TINYINT)")
    once = " AND l.n < r.n" if within else ""
    telling = _WHOLE_DATES if _on_both_sides(connection, "born") else _NUMBERS
    every = " UNION ALL ".join(
        f"(SELECT l.n AS a, r.n AS b, {_way(left, telling)}::TINYINT AS way"
        f" FROM l_{i} AS l JOIN r_{i} AS r USING (k) WHERE l.n BETWEEN $low AND $high{once})"
        for i, (left, _) in enumerate(combinations)
    )
    for low in range(1, listed + 1, _AT_ONCE):
        if low > 1:
            said(f"looking for people alike, {low - 1:,} of {listed:,} participants done")
        connection.execute(
            f"INSERT INTO candidates SELECT a, b, count(*), bit_or(way) FROM ({every}) GROUP BY a, b",
            {"low": low, "high": low + _AT_ONCE - 1},
        )
    for i in range(len(combinations)):
        connection.execute(f"DROP TABLE l_{i}")
        connection.execute(f"DROP TABLE r_{i}")
    if steps.folder is not None:
        pairs = connection.sql("FROM candidates").to_arrow_table()
        steps.keep(_STEP, pairs.replace_schema_metadata({_LEFT_OUT: str(left_out)}))
    return Candidates(_one(connection, "SELECT count(*) FROM candidates"), left_out)


def _way(columns: tuple[str, ...], telling: tuple[str, ...]) -> int:
    # Parts of a number are of the number; parts of a date (`born_year`) have no say of their own.
    whole = telling == _WHOLE_DATES
    named = any(column in telling if whole else telling[0] in column for column in columns)
    return BY_DATE if named else OTHERWISE


def _on_both_sides(connection: duckdb.DuckDBPyConnection, column: str) -> bool:
    given = " > 0 AND ".join(f"(SELECT count({column}) FROM {side})" for side in ("participants", "persons"))
    return bool(connection.sql(f"SELECT {given} > 0").fetchall()[0][0])


def _key(
    connection: duckdb.DuckDBPyConnection, i: int, left: tuple[str, ...], right: tuple[str, ...], limit: int
) -> int:
    """Make `l_i` and `r_i`: who has which value of a combination, for values both sides have and that are not
    too common. How many pairs the common ones would have made comes back."""
    connection.execute(f"CREATE TABLE l_{i} AS {_keyed('participants', left)}")
    connection.execute(f"CREATE TABLE r_{i} AS FROM ({_keyed('persons', right)}) SEMI JOIN l_{i} USING (k)")
    connection.execute(
        "CREATE TABLE sizes AS SELECT k, n, sum(n) OVER (ORDER BY n) AS upto FROM"
        f" (SELECT k, l.n * r.n AS n FROM (SELECT k, count(*) AS n FROM l_{i} GROUP BY k) AS l"
        f"  JOIN (SELECT k, count(*) AS n FROM r_{i} GROUP BY k) AS r USING (k))"
    )
    left_out = _one(connection, f"SELECT coalesce(sum(n), 0) FROM sizes WHERE upto > {limit}")
    if left_out:
        for table in (f"l_{i}", f"r_{i}"):
            connection.execute(f"DELETE FROM {table} WHERE k IN (SELECT k FROM sizes WHERE upto > {limit})")
    connection.execute("DROP TABLE sizes")
    return left_out


def _keyed(table: str, columns: tuple[str, ...]) -> str:
    names = [f"c{i}" for i in range(len(columns))]
    chosen = ", ".join(f"{column} AS {name}" for column, name in zip(columns, names, strict=True))
    given = " AND ".join(f"{name} IS NOT NULL" for name in names)
    return (
        f"SELECT n, hash({', '.join(names)}) AS k FROM (SELECT unique_id AS n, {chosen} FROM {table})"
        f" WHERE {given}"
    )


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    return int(connection.sql(sql).fetchall()[0][0])
