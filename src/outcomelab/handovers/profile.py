"""How a holding's columns look from far away: what made-up data may be made like."""

from __future__ import annotations

from dataclasses import dataclass

from outcomelab.handovers.figure import Figure


@dataclass(frozen=True)
class ColumnMeasured:
    """A column as it is: of how many persons something is `known` in it, of how many something is `unknown`, and
    which share of its rows is `empty`; for numbers, and for days (`dated`: counted from 1970), the 5th and 95th
    percentiles and how many persons lie at or beyond each."""

    name: str
    known: int
    unknown: int
    empty: float
    low: float | None = None
    high: float | None = None
    below: int = 0
    above: int = 0
    dated: bool = False


@dataclass(frozen=True)
class TableMeasured:
    """A table as it is: its `rows`, the distinct `persons` in them, its columns, and how many persons the holding
    has in all, `everyone`."""

    name: str
    rows: int
    persons: int
    columns: tuple[ColumnMeasured, ...]
    everyone: int = 0


class ColumnProfile(Figure):
    """What may be known of a column: the share of values that are missing, and a range of most of its
    numbers, or of its days, counted from 1970."""

    name: str
    missing: float | None = None
    low: float | None = None
    high: float | None = None


class TableProfile(Figure):
    """What may be known of a table: about how many rows a person of the holding has, those without any too,
    and its columns."""

    name: str
    rows_a_person: float | None = None
    columns: tuple[ColumnProfile, ...] = ()


class Profile(Figure):
    """What may be known of a holding beside its dictionary."""

    tables: tuple[TableProfile, ...] = ()
