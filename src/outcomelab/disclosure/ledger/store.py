"""The ledger on disk: read under a lock, added to in one step, never changed.

`ledger.jsonl` can be read by anybody who may audit; `vault/` by whoever has its key. A new entry's file is written
to the vault under a name that does not count; then the readable part is replaced by itself with one line more, in
one step; then the file gets its name. Whoever is killed in between leaves a ledger that is whole: the next who
opens it finishes the last step or finds nothing to finish.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from outcomelab.chain import START
from outcomelab.disclosure.ledger.chain import LEDGER, VAULT, read, sealed_file, with_the_vault
from outcomelab.disclosure.ledger.record import Entry
from outcomelab.disclosure.ledger.vault import Ints, Members, seal, unseal
from outcomelab.errors import LedgerError
from outcomelab.on_disk import sync

ROLES = ("cohort", "whole", "part")  # the first there is of a release is everybody in it


@dataclass(frozen=True)
class Ledger:
    """Where a ledger is, and the key of its vault, which is never printed. Made when first written to."""

    folder: Path
    key: bytes = field(repr=False)


@dataclass(frozen=True)
class Book:
    """An opened ledger: every entry so far, and who each was about, which is kept once it was read."""

    ledger: Ledger
    entries: tuple[Entry, ...]
    unsealed: dict[int, Members] = field(default_factory=dict, init=False, repr=False, compare=False)

    def members(self, entry: Entry) -> Members:
        """Who an entry was about. Raises LedgerError when the vault's file does not open."""
        if (found := self.unsealed.get(entry.number)) is not None:
            return found
        try:
            content = sealed_file(self.ledger.folder, entry.number).read_bytes()
        except OSError:
            content = b""
        found = unseal(content, self.ledger.key, entry.number)
        if found is None:
            raise LedgerError(
                f"The vault's file of entry {entry.number} does not open with the key given. Check the folder of "
                "keys, then `outcomelab ledger verify`."
            )
        self.unsealed[entry.number] = found
        return found

    def released(self, holding: str) -> tuple[Entry, ...]:
        """The releases about persons of one holding."""
        return tuple(one for one in self.entries if one.act == "released" and one.holding == holding)

    def headlines(self, holding: str) -> tuple[Entry, ...]:
        """The headlines with noise about persons of one holding."""
        return tuple(one for one in self.entries if one.act == "headline" and one.holding == holding)

    def register(self, holding: str) -> Ints:
        """The member numbers of a holding's persons in the order in which the ledger numbers them."""
        acts = [one for one in self.entries if one.act != "refused" and one.holding == holding]
        found = [self.members(entry).new for entry in acts]
        return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)

    def cohort(self, holding: str, number: int) -> Ints:
        """The member numbers of a release's cohort, of a table's people. Raises LedgerError when there is no such
        release."""
        entry = next((one for one in self.released(holding) if one.number == number), None)
        if entry is None:
            raise LedgerError(f"The ledger has no release {number} of the holding {holding}.")
        sets = self.members(entry).sets
        place = min(range(len(entry.populations)), key=lambda at: ROLES.index(entry.populations[at].role))
        return self.register(holding)[np.flatnonzero(sets[place])]

    def add(self, entry: Entry, members: Members) -> Entry:
        """Write one more entry (its number, place in the chain and vault are filled in here); it is on disk when
        this returns. Raises LedgerError when it cannot be written; nothing is then changed."""
        folder, number = self.ledger.folder, len(self.entries) + 1
        content = seal(members, self.ledger.key, number)
        chained = entry.model_copy(
            update={
                "number": number,
                "vault": hashlib.sha256(content).hexdigest(),
                "previous": self.entries[-1].hash if self.entries else START,
            }
        ).chained()
        final = sealed_file(folder, number)
        part, longer = final.with_suffix(".part"), folder / f".{LEDGER}.part"
        try:
            _write(part, content)
            before = (folder / LEDGER).read_bytes() if self.entries else b""
            _write(longer, before + chained.line().encode("utf-8"))
            longer.replace(folder / LEDGER)
        except OSError:
            for unfinished in (part, longer):
                unfinished.unlink(missing_ok=True)
            raise LedgerError(
                f"The ledger {folder} cannot be written, so nothing is released. Check who may write there, and "
                "that the disk has room."
            ) from None
        try:
            sync(folder)
            part.replace(final)
            sync(final.parent)
        except OSError:  # the entry stands, and is finished when the ledger is next opened
            raise LedgerError(
                f"The ledger {folder} has the release, but its disk does not say that it is kept, so nothing is "
                "released. Check the disk, and ask again."
            ) from None
        return chained


@contextmanager
def opened(ledger: Ledger) -> Iterator[Book]:
    """The ledger, locked against every other release until this ends.

    Raises LedgerError when it cannot be opened, or is not as it was left.
    """
    try:
        ledger.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (ledger.folder / VAULT).mkdir(mode=0o700, exist_ok=True)
        lock = (ledger.folder / ".lock").open("w")
    except OSError:
        raise _not_opened(ledger.folder) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)  # which ends with the process, however it ends
            entries, faults = read(ledger.folder)
            if not faults:
                _finish(ledger.folder, entries)
                faults = with_the_vault(ledger.folder, entries)
        except OSError:
            raise _not_opened(ledger.folder) from None
        if faults:
            raise LedgerError(
                f"The ledger {ledger.folder} is not as it was left ({faults[0]}), so nothing is released. "
                "See `outcomelab ledger verify`, and restore it from a backup; never mend it by hand."
            )
        yield Book(ledger, entries)


def _not_opened(folder: Path) -> LedgerError:
    return LedgerError(f"The ledger {folder} cannot be opened. Check who may write there.")


def _finish(folder: Path, entries: tuple[Entry, ...]) -> None:
    """Give the last entry's file its name, where somebody was killed before that."""
    if not entries:
        return
    final = sealed_file(folder, entries[-1].number)
    part = final.with_suffix(".part")
    if part.is_file() and not final.exists():
        part.replace(final)
        sync(final.parent)


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
