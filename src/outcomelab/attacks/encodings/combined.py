"""Single columns put together: who is the only one of that area, sex and birthday.

Dates, areas and sexes leave as numbers of their own. Each column is read by ranking (`columns`); whoever knows a
list can then look up the only person on it who has all of them at once (Sweeney 2000 counts how many are alone
so). Ranks alone are used; whoever also follows which year goes with which day reads more than this.
"""

# ruff: noqa: S608  every name in these queries is written here

from __future__ import annotations

from contextlib import closing

import duckdb
import pyarrow as pa

from outcomelab.engines.duck import memory

_TOGETHER = ("area", "sex", "born_year", "born_month_day")


def combined(victims: pa.Table, truth: pa.Table, known: pa.Table) -> float:
    """Share of victims whose whole name is read by the columns `_TOGETHER`. Arguments as for `columns`."""
    there = [name for name in _TOGETHER if victims[name].null_count < victims.num_rows]
    if not there:
        return 0.0
    with closing(memory()) as connection:
        for name, table in (("victims", victims), ("truth", truth), ("known", known)):
            connection.register(name, table)
        for name in there:
            _read(connection, name)
        meanings = ", ".join(f"read_{name}.plain AS {name}" for name in there)
        read = " ".join(f"JOIN read_{name} ON v.{name} = read_{name}.secret" for name in there)
        columns = ", ".join(there)
        row = connection.sql(
            f"""
            WITH guessed AS (SELECT v.row, {meanings} FROM victims AS v {read}),
            alone AS (SELECT {columns}, any_value(pair) AS pair FROM known GROUP BY {columns} HAVING count(*) = 1)
            SELECT count(*) FROM guessed JOIN alone USING ({columns}) JOIN truth USING (row)
            WHERE alone.pair = truth.pair
            """
        ).fetchall()[0]
    return float(row[0] / victims.num_rows)


def _read(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """A table of what each number of a column is taken for, by its rank."""
    ranked = (
        f"SELECT {name} AS value, row_number() OVER (ORDER BY count(*) DESC, hash({name})) AS place"
        f" FROM {{table}} WHERE {name} IS NOT NULL GROUP BY {name}"
    )
    connection.execute(
        f"CREATE TABLE read_{name} AS SELECT v.value AS secret, k.value AS plain"
        f" FROM ({ranked.format(table='victims')}) AS v JOIN ({ranked.format(table='known')}) AS k USING (place)"
    )
