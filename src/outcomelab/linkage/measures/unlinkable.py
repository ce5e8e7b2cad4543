"""Whose record says too little: not even a perfect copy of it in the holding could be linked to it.

The idea is that of Splink's chart of unlinkable records (Linacre et al. 2022): a record is weighed against
itself. What it would reach is the best that any record of the same person could.
"""

# ruff: noqa: S608  every name in these queries is written here

from __future__ import annotations

import duckdb
import numpy as np

from outcomelab.linkage.levels import level_of
from outcomelab.linkage.measures.groupings import Mask
from outcomelab.linkage.scheme import Comparison
from outcomelab.linkage.score import Bits, Pairs
from outcomelab.linkage.train import different_people
from outcomelab.linkage.weighed import Weighed


def unlinkable(connection: duckdb.DuckDBPyConnection, found: Weighed) -> Mask:
    """Of each participant, in order of their numbers, whether a perfect copy stays under the threshold."""
    comparisons, model = found.scheme.comparisons, found.model
    pairs = _with_itself(connection, found)
    chance = different_people(pairs, comparisons, found.relatives, found.held)
    weight = np.log2(model.share / (1 - model.share) / found.held) - chance
    for comparison in comparisons:
        own = np.append(np.log2(model.m[comparison.name]), 0.0)
        weight = weight + own[pairs.levels[comparison.name]]
    reached = 1 / (1 + np.exp2(np.clip(-weight, -500, 500)))
    under: Mask = reached < found.decision.threshold
    return under


def _with_itself(connection: duckdb.DuckDBPyConnection, found: Weighed) -> Pairs:
    """Each participant as a pair with itself."""
    comparisons = found.scheme.comparisons
    columns = [str(row[0]) for row in connection.sql("DESCRIBE participants").fetchall()]
    both = ", ".join(f"{name} AS {name}_l, {name} AS {name}_r" for name in columns)
    names = {comparison.name for comparison in comparisons}
    family = found.scheme.family.pair if set(found.scheme.family.shared) <= names else "false"
    levels = ", ".join(f"{level_of(comparison)} AS level_{i}" for i, comparison in enumerate(comparisons))
    told = connection.sql(
        f"SELECT {levels}, coalesce({family}, false) AS related FROM (SELECT {both} FROM participants)"
        " ORDER BY unique_id_l"
    ).fetchnumpy()
    number = np.arange(1, found.listed + 1, dtype=np.int32)
    return Pairs(
        participant=number,
        person=number,
        found_by=np.ones_like(number),
        ways=np.ones(len(number), np.int8),
        levels={c.name: told[f"level_{i}"] for i, c in enumerate(comparisons)},
        frequency={c.name: _rarity(connection, c, found) for c in comparisons},
        relatives=told["related"].astype(bool),
        chance=found.pairs.chance,
    )


def _rarity(connection: duckdb.DuckDBPyConnection, comparison: Comparison, found: Weighed) -> Bits:
    """log2 of how much rarer a participant's own value is, among both lists, than agreement by chance."""
    column = comparison.levels[0].frequency
    if not column:
        return np.zeros(found.listed, np.float32)
    share = connection.sql(
        f"WITH held AS (SELECT {column} AS v FROM participants UNION ALL SELECT {column} FROM persons),"
        " counts AS (SELECT v, count(*) / sum(count(*)) OVER () AS share FROM held WHERE v IS NOT NULL"
        f" GROUP BY v) SELECT coalesce(share, 0) AS share FROM participants LEFT JOIN counts ON {column} = v"
        " ORDER BY unique_id"
    ).fetchnumpy()["share"]
    # A value that is missing adds nothing.
    average = float(found.pairs.chance[comparison.name][0])
    rarer: Bits = np.log2(average / np.where(share > 0, share, average)).astype(np.float32)
    return rarer
