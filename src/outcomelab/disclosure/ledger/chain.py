"""The ledger's readable part read and checked: which entries were altered, removed, inserted or moved."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import ValidationError

from outcomelab import chain
from outcomelab.chain import Fault
from outcomelab.disclosure.ledger.record import Entry

LEDGER, VAULT = "ledger.jsonl", "vault"


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
    return chain.read(file.read_bytes(), _entry, "entry")


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
