"""An engine at work: tables made and asked by SQL that is written once, in DuckDB's words."""

from __future__ import annotations

from typing import Any, Protocol

import numpy.typing as npt
import pyarrow as pa

Columns = dict[str, npt.NDArray[Any]]


class Running(Protocol):
    """What a stage may ask of an engine.

    The SQL holds names and numbers that were written here, never a user's text, and only what every engine does
    alike: nothing depends on the order of rows. What an engine can't do raises an error of its own, whose words
    may quote SQL: for a front door to keep in.
    """

    @property
    def at_once(self) -> int:
        """How many records of a list it brings together at once."""

    @property
    def in_one_pass(self) -> bool:
        """Whether a list is better read once for many keys than once for each of them."""

    def make(self, table: str, sql: str) -> None:
        """Make, or make anew, the table that `sql` gives."""

    def add(self, table: str, sql: str) -> None:
        """Put the rows that `sql` gives to a table."""

    def hand_in(self, table: str, rows: pa.Table) -> None:
        """Make a table of `rows`."""

    def drop(self, table: str) -> None:
        """Forget a table."""

    def names(self, table: str) -> list[str]:
        """The columns of a table."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """A few rows."""

    def columns(self, sql: str) -> Columns:
        """Many rows, of numbers, by column."""

    def spelled(self, sql: str) -> str:
        """An expression in the engine's own words."""
