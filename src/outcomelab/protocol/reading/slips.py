"""A mistake before it has a line: which key is wrong, how, and what to write instead."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

T = TypeVar("T")

# From the top of the file to a key: ("outcomes", 1, "where", "code"). Lists count from 0 here.
KeyPath = tuple[str | int, ...]

LISTS = ("eligible", "covariates", "outcomes")


@dataclass(frozen=True)
class Slip:
    """What is `wrong` (no full stop) with the key at `path`, and a sentence that mends it."""

    path: KeyPath
    wrong: str
    mend: str


def place(path: KeyPath, name: str = "") -> str:
    """Say where `path` is as a reader counts: `outcomes 2 (arrested), where.code, value 3`."""
    head, rest = [str(part) for part in path[:1]], path[1:]
    if head == ["tables"] and rest:
        head, rest = [f"tables.{rest[0]}"], rest[1:]
    elif rest and isinstance(rest[0], int):
        head, rest = [f"{head[0]} {rest[0] + 1}" + (f" ({name})" if name else "")], rest[1:]
    keys = [str(part) for part in rest if isinstance(part, str)]
    values = [f"value {part + 1}" for part in rest if isinstance(part, int)]
    return ", ".join([*head, *([".".join(keys)] if keys else []), *values])


def header(section: str) -> str:
    """The line that opens a section: `[study]`, `[[outcomes]]`."""
    return f"[[{section}]]" if section in LISTS else f"[{section}]"


# Reading that goes on past mistakes: yields every slip on the way and returns what it could make.
Sifting: TypeAlias = Generator[Slip, None, T]


def sifted(steps: Sifting[T]) -> tuple[T, tuple[Slip, ...]]:
    """Run `steps` to the end: what they return, and every slip they yielded."""
    slips: list[Slip] = []
    while True:
        try:
            slips.append(next(steps))
        except StopIteration as end:
            return end.value, tuple(slips)
