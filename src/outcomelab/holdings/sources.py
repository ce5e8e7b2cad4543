"""Where a holding's tables come from: what the dictionary says about the files themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from outcomelab.handovers.holding import Column, Dictionary, Table


@dataclass(frozen=True)
class Field:
    """A column and how its file writes it. `format`: a date pattern, empty for 2019-01-31; `required`:
    no value may be missing."""

    column: Column
    format: str = ""
    required: bool = False


@dataclass(frozen=True)
class Source:
    """A table and its file. `missing` are the texts that mean no value, `encoding` is empty if unsaid."""

    table: Table
    path: Path
    encoding: str = ""
    missing: tuple[str, ...] = ("",)
    formats: Mapping[str, str] = field(default_factory=dict)
    required: frozenset[str] = frozenset()

    @property
    def person(self) -> Column:
        """The column with the person number: every table has exactly one."""
        return next(column for column in self.table.columns if column.role == "person")


@dataclass(frozen=True)
class Descriptor:
    """A dictionary as its custodian wrote it: what the holding is, and a source for each of its tables."""

    dictionary: Dictionary
    sources: tuple[Source, ...]

    @property
    def persons(self) -> Source:
        """The source with one row a person, which has the identifiers."""
        return next(source for source in self.sources if source.table.one_row_a_person)
