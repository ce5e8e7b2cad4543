"""What of an expression is a store's own: rows read one by one, before anything is put together.

A store is a file on one machine. Whatever an expression makes of a single row of it (which columns it takes, what
they are compared with, whether the row counts) is worked out where the file lies; only what is left of the row
goes on to an engine elsewhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container
from typing import Any

import ibis
import ibis.expr.operations as ops

# What makes of a table another one, row by row; and what looks beyond the row.
_BY_ROW = (ops.Project, ops.Filter, ops.DropColumns)
_BEYOND = (ops.Reduction, ops.Analytic, ops.WindowFunction, ops.Subquery, ops.Impure)


def cut(expression: ibis.Table, tables: Container[str]) -> tuple[ibis.Table, dict[str, ibis.Table]]:
    """`expression` over scans of a store's `tables` instead of the tables themselves; and the scans, by the name
    that it now reads them as. Each is as large as it can be, and of the same name wherever it is the same."""
    root = expression.op()
    within: dict[ops.Node, bool] = root.map(lambda node, found, **_: _is_scan(node, found, tables))
    tops = {child for node in within if not within[node] for child in node.__children__ if within[child]}
    if within[root]:
        tops.add(root)
    scans = {node: _name(node) for node in tops if isinstance(node, ops.Relation)}
    put = {node: ops.UnboundTable(name, node.schema) for node, name in scans.items()}
    return root.replace(put).to_expr(), {name: node.to_expr() for node, name in scans.items()}


def _is_scan(node: ops.Node, found: dict[ops.Node, Any], tables: Container[str]) -> bool:
    """Whether a node needs one row of one table, given whether those below it do."""
    if isinstance(node, ops.UnboundTable):
        return node.name in tables
    if isinstance(node, ops.Relation) and not isinstance(node, _BY_ROW):
        return False
    return not isinstance(node, _BEYOND) and all(found[child] for child in node.__children__)


def _name(node: ops.Node) -> str:
    words = str(ibis.to_sql(node.to_expr(), dialect="duckdb", pretty=False))
    return "scan_" + hashlib.sha256(words.encode()).hexdigest()[:16]
