"""Relational expressions written once with Ibis, and what may be done with them on any engine.

An expression names tables that exist only when it runs, so it can be written, read and tested without a
store, and another engine can be given the same one. Its columns have the types it was told; casts are
written out, and only operations that every engine does alike are used.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import ibis
import pyarrow as pa

from outcomelab.engines.relations_on_duck import RelationsOnDuck


def relation(name: str, columns: Mapping[str, str]) -> ibis.Table:
    """The table `name` with `columns` (name to Ibis type), wherever the expression will run."""
    return ibis.table(dict(columns), name=name)


class Relations(Protocol):
    """An engine at work on expressions over a store's tables, and over those it is handed and keeps."""

    @property
    def here(self) -> RelationsOnDuck:
        """The store where it lies, for what is asked of it alone."""

    def hand_in(self, name: str, table: pa.Table) -> ibis.Table:
        """Let expressions read `table` as `name`."""

    def keep(self, name: str, expression: ibis.Table) -> ibis.Table:
        """Run `expression` once, keep its rows as `name` until the work is over."""

    def fetch(self, expression: ibis.Table) -> pa.Table:
        """Run `expression` and return its rows."""
