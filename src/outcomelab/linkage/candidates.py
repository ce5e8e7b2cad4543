"""Which pairs are compared at all: those that agree on one of several combinations of identifiers.

Every combination leaves something out, so that no single wrong field hides a person. A value that too
many people share (a holding in which everybody is called the same) tells nobody apart: the pairs of a
combination are taken from its rarest values on, up to a fixed number, and the rest is left out and said.
"""

# ruff: noqa: S608  every name in these queries is written here

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from outcomelab.linkage.scheme import Combinations

_FEWEST, _A_PARTICIPANT, _MOST = 2_000_000, 200, 30_000_000


@dataclass(frozen=True)
class Candidates:
    """How many pairs are in the table `candidates` (a, b: the numbers of participant and person; found_by:
    how many combinations found the pair), and how many were left out for being too common."""

    pairs: int
    left_out: int


def find(connection: duckdb.DuckDBPyConnection, combinations: Combinations) -> Candidates:
    """Make the table `candidates` from `participants` and `persons`, by a scheme's combinations."""
    listed = _one(connection, "SELECT count(*) FROM participants")
    limit = min(max(_FEWEST, _A_PARTICIPANT * listed), _MOST)
    connection.execute("CREATE TABLE found (a INTEGER, b INTEGER)")
    left_out = 0
    for left, right in combinations:
        connection.execute(f"CREATE TEMP TABLE l AS {_keyed('participants', left)}")
        connection.execute(f"CREATE TEMP TABLE r AS FROM ({_keyed('persons', right)}) SEMI JOIN l USING (k)")
        connection.execute(
            "CREATE TEMP TABLE sizes AS SELECT k, n, sum(n) OVER (ORDER BY n) AS upto FROM"
            " (SELECT k, l.n * r.n AS n FROM (SELECT k, count(*) AS n FROM l GROUP BY k) AS l"
            "  JOIN (SELECT k, count(*) AS n FROM r GROUP BY k) AS r USING (k))"
        )
        left_out += _one(connection, f"SELECT coalesce(sum(n), 0) FROM sizes WHERE upto > {limit}")
        connection.execute(
            "INSERT INTO found SELECT l.n, r.n FROM l JOIN r USING (k)"
            f" SEMI JOIN (SELECT k FROM sizes WHERE upto <= {limit}) USING (k)"
        )
        for table in ("sizes", "r", "l"):
            connection.execute(f"DROP TABLE {table}")
    connection.execute(
        "CREATE TABLE candidates AS SELECT a, b, count(*)::INTEGER AS found_by FROM found GROUP BY a, b"
    )
    connection.execute("DROP TABLE found")
    return Candidates(_one(connection, "SELECT count(*) FROM candidates"), left_out)


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
