"""Records of which each carries the hash of the one before: the ledger's entries, the audit log's events.

A file of them has a line each, of JSON with sorted keys. Whoever alters, removes, inserts or moves one is found,
and where; whoever makes all of them anew from some place on is found by a hash that was noted down elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

START = "0" * 64  # what the first record follows


class Linked(Protocol):
    """A record of a chain: its number (from 1), the hash of the one before, and its own."""

    @property
    def number(self) -> int: ...
    @property
    def previous(self) -> str: ...
    @property
    def hash(self) -> str: ...


L = TypeVar("L", bound=Linked)


@dataclass(frozen=True)
class Fault:
    """What is wrong, and with which line (from 1; 0: with none of them)."""

    line: int
    wrong: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.wrong}" if self.line else self.wrong


def digest(said: Mapping[str, object]) -> str:
    """SHA-256, in hexadecimal, of all that a record says but its hash: as it was written, by whatever version."""
    rest = {name: value for name, value in said.items() if name != "hash"}
    canonical = json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def line(said: Mapping[str, object]) -> str:
    """A record as it stands in a file."""
    return json.dumps(said, sort_keys=True, ensure_ascii=False) + "\n"


def read(content: bytes, parse: Callable[[bytes], L | None], what: str) -> tuple[tuple[L, ...], tuple[Fault, ...]]:
    """Every record up to the first line that is none, and every fault found in the chain.

    `parse` makes a record of a line, or None of what is none; `what`: the word for one ("entry", "event").
    """
    lines = content.split(b"\n")
    cut = lines.pop()
    found: list[L] = []
    faults: list[Fault] = []
    for number, text in enumerate(lines, start=1):
        said, record = _said(text), parse(text)
        if said is None or record is None:
            return tuple(found), (*faults, Fault(number, f"is no {what}: it was altered or damaged"))
        if line(said).encode("utf-8", "surrogatepass") != text + b"\n":
            faults.append(Fault(number, f"was altered: it is not written as the lab writes an {what}"))
        elif record.hash != digest(said):
            faults.append(Fault(number, "was altered: its hash is of something else"))
        faults += _out_of_place(record, found[-1] if found else None, number, what)
        found.append(record)
    if cut:
        faults.append(Fault(len(lines) + 1, "was cut off"))
    return tuple(found), tuple(faults)


def _said(text: bytes) -> dict[str, object] | None:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def _out_of_place(record: Linked, before: Linked | None, at: int, what: str) -> list[Fault]:
    """What is wrong with the place of one record, given the one before it."""
    expected = before.number + 1 if before else 1
    if record.number > expected:
        return [Fault(at, f"an {what} was removed before this one: it is number {record.number}")]
    if record.number < expected:
        return [Fault(at, f"was inserted or moved here: it is number {record.number}")]
    if record.previous != (before.hash if before else START):
        return [Fault(at, "does not follow the line before it: one of them was altered or exchanged")]
    return []
