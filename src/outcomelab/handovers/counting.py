"""What is asked of a table of people: what to count, by what, and what is known of it beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyarrow as pa


@dataclass(frozen=True)
class OnCluster:
    """A Parquet table that a Spark cluster reads itself, at an `address` that all its workers know, such as
    file:///shared/people.parquet, hdfs://… or s3a://…; in one file or a folder of them."""

    address: str

    @property
    def name(self) -> str:
        """What the table is called."""
        return self.address.rstrip("/").rpartition("/")[2]


@dataclass(frozen=True)
class Counting:
    """Tables of the same people that are to be cleared together, each counted `by` some columns.

    A row is a person; or stands for so many, by the column `count`; or is one of a `person`'s. `amount`: sum this
    column instead, of which each row, or each person, is a contributor; `costs`: it is money. `hierarchies`: for a
    column a table of child and parent. `zeros`: cells that everybody knows to be empty, as values of some columns.
    `ordered`: columns of which only neighbours may be merged, with their values in order (none: by the numbers in
    them). `sought`: columns that nobody outside knows of anybody; none named: any of them.
    """

    by: tuple[tuple[str, ...], ...]
    count: str | None = None
    amount: str | None = None
    person: str | None = None
    costs: bool = False
    hierarchies: Mapping[str, pa.Table] = field(default_factory=dict)
    zeros: tuple[Mapping[str, str], ...] = ()
    ordered: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sought: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is counted by, once."""
        return tuple(dict.fromkeys(name for names in self.by for name in names))
