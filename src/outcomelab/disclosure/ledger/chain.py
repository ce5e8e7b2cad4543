"""The ledger's readable part read and checked: which entries were altered, removed, inserted or moved."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from outcomelab.disclosure.ledger.record import START, Entry, digest

LEDGER, VAULT = "ledger.jsonl", "vault"


@dataclass(frozen=True)
class Fault:
    """What is wrong, and with which line of the ledger (from 1; 0: with none of them)."""

    line: int
    wrong: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.wrong}" if self.line else self.wrong


def sealed_file(folder: Path, number: int) -> Path:
    """The file in the vault of an entry."""
    return folder / VAULT / f"{number:06d}.sealed"


def read(folder: Path) -> tuple[tuple[Entry, ...], tuple[Fault, ...]]:
    """Every entry up to the first line that is none, and every fault found in the readable part.

    A ledger that was never written has no entries and no faults. Raises OSError when it cannot be read.
    """
    file = folder / LEDGER
    if not file.exists():
        return (), ()
    entries: list[Entry] = []
    lines = file.read_bytes().split(b"\n")
    cut = lines.pop()
    faults: list[Fault] = []
    for number, line in enumerate(lines, start=1):
        entry = _entry(line)
        if entry is None:
            return tuple(entries), (*faults, Fault(number, "is no entry: it was altered or damaged"))
        if entry.hash != digest(json.loads(line)):
            faults.append(Fault(number, "was altered: its hash is of something else"))
        faults += _out_of_place(entry, entries, number)
        entries.append(entry)
    if cut:
        faults.append(Fault(len(lines) + 1, "was cut off"))
    return tuple(entries), tuple(faults)


def with_the_vault(folder: Path, entries: tuple[Entry, ...]) -> tuple[Fault, ...]:
    """Faults between the readable part and the vault, found without its key."""
    faults: list[Fault] = []
    for line, entry in enumerate(entries, start=1):
        file = sealed_file(folder, entry.number)
        if not file.is_file():
            faults.append(Fault(line, "the vault has no file of this entry"))
        elif hashlib.sha256(file.read_bytes()).hexdigest() != entry.vault:
            faults.append(Fault(line, "the vault's file of this entry was altered"))
    known = {sealed_file(folder, entry.number).name for entry in entries}
    extra = sorted(file.name for file in (folder / VAULT).glob("*.sealed") if file.name not in known)
    for name in extra:
        faults.append(Fault(0, f"the vault has the file {name}, whose entry was removed from the ledger"))
    return tuple(faults)


def _entry(line: bytes) -> Entry | None:
    try:
        return Entry.model_validate_json(line)
    except ValidationError:
        return None


def _out_of_place(entry: Entry, before: list[Entry], line: int) -> list[Fault]:
    """What is wrong with one entry, given those before it."""
    faults: list[Fault] = []
    expected = before[-1].number + 1 if before else 1
    if entry.number > expected:
        faults.append(Fault(line, f"an entry was removed before this one: it is number {entry.number}"))
    elif entry.number < expected:
        faults.append(Fault(line, f"was inserted or moved here: it is number {entry.number}"))
    elif entry.previous != (before[-1].hash if before else START):
        faults.append(Fault(line, "does not follow the line before it: one of them was altered or exchanged"))
    return faults
