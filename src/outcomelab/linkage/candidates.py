"""Which pairs are compared at all: those that agree on one of several combinations of identifiers.

Every combination leaves something out, so that no single wrong field hides a person. A value that too
many people share (a holding in which everybody is called the same) tells nobody apart: the pairs of a
combination are taken from its rarest values on, up to a fixed number, and the rest is left out and said.
"""

# ruff: noqa: S608  every name in these queries is written here

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import pyarrow as pa

from outcomelab.engines.running import Running
from outcomelab.linkage.scheme import Combinations
from outcomelab.unfinished.steps import NOTHING_KEPT, Steps

# Pairs a combination may bring: more would take longer than they are worth.
_FEWEST, _A_PARTICIPANT = 2_000_000, 50
# Combinations with the whole date of birth and those without it: each way misses a match for reasons of its own.
# Where nobody has a date of birth on both sides, with the service number and without it.
BY_DATE, OTHERWISE = 1, 2
_WHOLE_DATES, _NUMBERS = ("born", "born_swapped", "born_also"), ("service_number",)
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
    running: Running,
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
        running.hand_in("candidates", kept.replace_schema_metadata())
        return Candidates(kept.num_rows, int(kept.schema.metadata[_LEFT_OUT]))
    listed = _one(running, "SELECT count(*) FROM participants")
    limit = max(_FEWEST, _A_PARTICIPANT * listed)
    left_out = _key(running, combinations, limit)
    telling = _WHOLE_DATES if _on_both_sides(running, "born") else _NUMBERS
    told = ", ".join(str(i) for i, (left, _) in enumerate(combinations) if _tells(left, telling))
    way = f"CASE WHEN l.i IN ({told or -1}) THEN {BY_DATE} ELSE {OTHERWISE} END"
    once = " AND l.n < r.n" if within else ""
    for low in range(1, listed + 1, running.at_once):
        if low > 1:
            said(f"looking for people alike, {low - 1:,} of {listed:,} participants done")
        put = running.add if low > 1 else running.make
        put(
            "candidates",
            f"SELECT l.n AS a, r.n AS b, count(*)::INTEGER AS found_by, bit_or({way})::TINYINT AS ways"
            " FROM listed_by AS l JOIN held_by AS r ON l.i = r.i AND l.k = r.k"
            f" WHERE l.n BETWEEN {low} AND {low + running.at_once - 1}{once} GROUP BY l.n, r.n",
        )
    pairs = _one(running, "SELECT count(*) FROM candidates")
    running.drop("listed_by")
    running.drop("held_by")
    if steps.folder is not None:
        found = pa.table(running.columns("SELECT a, b, found_by, ways FROM candidates"))
        steps.keep(_STEP, found.replace_schema_metadata({_LEFT_OUT: str(left_out)}))
    return Candidates(pairs, left_out)


def _tells(columns: tuple[str, ...], telling: tuple[str, ...]) -> bool:
    # Parts of a number are of the number; parts of a date (`born_year`) have no say of their own.
    whole = telling == _WHOLE_DATES
    return any(column in telling if whole else telling[0] in column for column in columns)


def _on_both_sides(running: Running, column: str) -> bool:
    sides = ("participants", "persons")
    return all(_one(running, f"SELECT count({column}) FROM {side}") for side in sides)


def _key(running: Running, combinations: Combinations, limit: int) -> int:
    """Make `listed_by` and `held_by`: which combination (i) has which value (k) for whom (n), for values both
    sides have and that are not too common. How many pairs the common ones would have made comes back."""
    running.make("listed_by", keyed("participants", [left for left, _ in combinations], running.in_one_pass))
    every = keyed("persons", [right for _, right in combinations], running.in_one_pass)
    running.make("held_by", f"SELECT i, k, n FROM ({every}) AS every SEMI JOIN listed_by USING (i, k)")
    counted = running.rows(f"SELECT i, n, count(*) FROM ({_SIZES}) AS sizes GROUP BY i, n ORDER BY i, n")
    least: dict[int, int] = {}
    left_out = 0
    for i, sizes in groupby(counted, itemgetter(0)):
        upto = 0
        for _, n, values in sizes:
            upto += int(n) * int(values)
            if upto > limit:
                least.setdefault(int(i), int(n))
                left_out += int(n) * int(values)
    if least:
        common = " OR ".join(f"(i = {i} AND n >= {n})" for i, n in least.items())
        running.make("common", f"SELECT i, k FROM ({_SIZES}) AS sizes WHERE {common}")
        for table in ("listed_by", "held_by"):
            running.make(table, f"SELECT i, k, n FROM {table} ANTI JOIN common USING (i, k)")
        running.drop("common")
    return left_out


# How many pairs each value of a combination makes.
_SIZES = (
    "SELECT l.i, l.k, l.n * r.n AS n FROM (SELECT i, k, count(*) AS n FROM listed_by GROUP BY i, k) AS l"
    " JOIN (SELECT i, k, count(*) AS n FROM held_by GROUP BY i, k) AS r ON l.i = r.i AND l.k = r.k"
)


def keyed(table: str, combinations: Sequence[tuple[str, ...]], in_one_pass: bool) -> str:
    """The query for the values (k) that each record (n) of a table has of each combination (i).

    `in_one_pass`: the table is read once for all of them, but for those with several values a record; else once
    for each. Both find the same.
    """
    once: list[str] = []
    queries: list[str] = []
    for i, columns in enumerate(combinations):
        if not in_one_pass or any("unnest(" in column for column in columns):
            queries.append(_keyed_by(table, i, columns))
        else:
            given = " AND ".join(f"{column} IS NOT NULL" for column in columns)
            once.append(f"CASE WHEN {given} THEN {{'i': {i}::TINYINT, 'k': hash({', '.join(columns)})}} END")
    if once:
        every = f"SELECT unique_id AS n, unnest([{', '.join(once)}]) AS one FROM {table}"
        queries.append(f"SELECT one.i AS i, one.k AS k, n FROM ({every}) AS every WHERE one IS NOT NULL")
    return " UNION ALL ".join(queries)


def _keyed_by(table: str, i: int, columns: tuple[str, ...]) -> str:
    names = [f"c{place}" for place in range(len(columns))]
    chosen = ", ".join(f"{column} AS {name}" for column, name in zip(columns, names, strict=True))
    given = " AND ".join(f"{name} IS NOT NULL" for name in names)
    return (
        f"SELECT {i}::TINYINT AS i, hash({', '.join(names)}) AS k, n"
        f" FROM (SELECT unique_id AS n, {chosen} FROM {table}) AS chosen WHERE {given}"
    )


def _one(running: Running, sql: str) -> int:
    return int(running.rows(sql)[0][0])
