"""What a table of the open data is, in the terms of Frictionless Table Schema."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Cell = str | int | float | bool | None
Type = Literal["string", "integer", "number", "boolean"]


@dataclass(frozen=True)
class DataColumn:
    """A column as Table Schema describes it."""

    name: str
    type: Type
    title: str
    description: str


@dataclass(frozen=True)
class DataTable:
    """A table of figures; cells are None where nothing may be shown."""

    name: str
    title: str
    description: str
    columns: tuple[DataColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]


def text_column(name: str, description: str) -> DataColumn:
    """A column of words, its title made from its name."""
    return DataColumn(name, "string", name.replace("_", " ").capitalize(), description)


def rounded(value: float | None, decimals: int) -> float | int | None:
    """A plain number with no more decimals than the figure carries: -8, 1790, 0.4."""
    if value is None:
        return None
    cut = round(value, decimals) + 0.0
    return cut if decimals > 0 else int(cut)
