"""DuckDB's SQL in Spark's words. What differs in silence is turned here; the rest is sqlglot's."""

from __future__ import annotations

from functools import cache

import sqlglot
from sqlglot import exp

# By DuckDB's name: what Spark calls it. For texts of one length an edit distance is never over Hamming's, so that
# it lets the same texts through, and more.
_CALLED = {"HASH": "XXHASH64", "HAMMING": "LEVENSHTEIN", "LIST_EXTRACT": "TRY_ELEMENT_AT"}


@cache
def as_spark(sql: str) -> str:
    """`sql`, a query or an expression, as Spark would have it."""
    return sqlglot.parse_one(sql, read="duckdb").transform(_turned).sql("spark")


def _turned(node: exp.Expression) -> exp.Expression:
    if isinstance(node, exp.CTE):
        node.set("materialized", None)  # Spark finds out by itself what is asked for twice
    elif isinstance(node, exp.ArrayOverlaps):
        return exp.Anonymous(this="ARRAYS_OVERLAP", expressions=[node.this, node.expression])
    elif isinstance(node, exp.JarowinklerSimilarity):
        # Splink's, without the third argument, which only lets DuckDB give up early.
        return exp.Anonymous(this="JARO_WINKLER", expressions=[node.this, node.expression])
    elif isinstance(node, exp.Max) and node.expressions:
        # The largest few, as a list: sqlglot takes it for the larger of two.
        every = exp.Anonymous(this="SORT_ARRAY", expressions=[exp.ArrayAgg(this=node.this), exp.false()])
        return exp.Anonymous(this="SLICE", expressions=[every, exp.Literal.number(1), *node.expressions])
    elif isinstance(node, exp.Anonymous) and node.name.upper() in _CALLED:
        return exp.Anonymous(this=_CALLED[node.name.upper()], expressions=node.expressions)
    return node
