"""Attacks on single columns: numbers told apart by how many people have them.

The attacker encodes people they know of with a key of their own, so that every number of theirs has a known
meaning; ranking both sides by frequency then pairs unknown numbers with known ones (Niedermeyer, Steinmetzer,
Kroll and Schnell 2014 rank names so). Whether a guess is right is told by the same victims under the attacker's
key, which no attacker has: it is there to keep the score.
"""

# ruff: noqa: S608  every name in these queries is written here

from __future__ import annotations

from contextlib import closing

import duckdb
import pyarrow as pa

from outcomelab.engines.duck import memory
from outcomelab.handovers.attacks import Column
from outcomelab.handovers.encoded import ENCODED

_MANY = 100
_COLUMNS = [name for name in ENCODED.names if name != "row" and name != "ones" and not name[1:].isdigit()]
# Columns inside which the other, once known, leaves a single name.
_WITHIN = {
    "surname_postcode": "postcode",
    "forename_postcode": "postcode",
    "surname_born": "born",
    "forename_born": "born",
    "called_born": "born",
    "middle_born": "born",
}


def columns(victims: pa.Table, truth: pa.Table, known: pa.Table) -> tuple[Column, ...]:
    """Attack every released column that is not empty.

    victims: records under the secret key; truth: the same rows under the attacker's; known: the people the
    attacker knows, under the attacker's key. All by `ENCODED`.
    """
    with closing(memory()) as connection:
        for name, table in (("victims", victims), ("truth", truth), ("known", known)):
            connection.register(name, table)
        return tuple(
            _attacked(connection, name)
            for name in (*_COLUMNS, "filter")
            if name == "filter" or victims[name].null_count < victims.num_rows
        )


def _attacked(connection: duckdb.DuckDBPyConnection, name: str) -> Column:
    value = f"hash({', '.join(f'f{i}' for i in range(16))})" if name == "filter" else name
    there = "ones" if name == "filter" else name
    row = connection.sql(
        f"SELECT sum(n) FILTER (n = 1) / sum(n), sum(n) FILTER (n >= {_MANY}) / sum(n) FROM"
        f" (SELECT count(*) AS n FROM victims WHERE {there} IS NOT NULL GROUP BY {value})"
    ).fetchall()[0]
    given = _WITHIN.get(name, "")
    return Column(
        name,
        float(row[0] or 0),
        float(row[1] or 0),
        _ranked(connection, value, there, "0"),
        given,
        _ranked(connection, value, there, given) if given else None,
    )


def _ranked(connection: duckdb.DuckDBPyConnection, value: str, there: str, group: str) -> float:
    """Share of victims whose value the rank tells. Groups are taken as known: matched by their true number."""
    row = connection.sql(
        f"""
        WITH victim AS (
            SELECT {_of("v", value)} AS secret, {_of("t", value)} AS plain, {_of("t", group)} AS home
            FROM victims AS v JOIN truth AS t USING (row) WHERE v.{there} IS NOT NULL
        ), sizes AS (
            SELECT home, secret, any_value(plain) AS plain, count(*) AS n FROM victim GROUP BY home, secret
        ), guessed AS (
            SELECT *, row_number() OVER (PARTITION BY home ORDER BY n DESC, hash(secret)) AS place FROM sizes
        ), known_sizes AS (
            SELECT {_of("k", group)} AS home, {_of("k", value)} AS plain, count(*) AS n
            FROM known AS k WHERE k.{there} IS NOT NULL GROUP BY ALL
        ), ranked AS (
            SELECT *, row_number() OVER (PARTITION BY home ORDER BY n DESC, hash(plain)) AS place FROM known_sizes
        )
        SELECT coalesce(sum(g.n) FILTER (g.plain = r.plain), 0) / sum(g.n)
        FROM guessed AS g LEFT JOIN ranked AS r ON g.home = r.home AND g.place = r.place
        """
    ).fetchall()[0]
    return float(row[0] or 0)


def _of(table: str, value: str) -> str:
    """`value` over the columns of one table."""
    if value.startswith("hash("):
        return "hash(" + ", ".join(f"{table}.{name}" for name in value[5:-1].split(", ")) + ")"
    return value if value.isdigit() else f"{table}.{value}"
