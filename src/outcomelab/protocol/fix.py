"""Fix a protocol before any outcome is read, and remember which ones were.

Each study has a small file of JSON lines that only grows: the day a protocol was fixed, the day its outcomes
were first read. From their order it is known whether a protocol was changed after outcomes were seen.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from outcomelab.errors import HoldingError, Mistake, ProtocolError
from outcomelab.on_disk import sync
from outcomelab.protocol.model import Protocol
from outcomelab.protocol.rules import DisclosureRules

Act = Literal["fixed", "outcomes-read"]
_LATER = ("first", "graver", "among", "measure")  # keys of an outcome
_LATER_RULES = ("persons_a_cell", "range_cut", "privacy_budget", "three_columns_from")


@dataclass(frozen=True)
class Fixed:
    """A protocol's hash, the day it was first fixed, and whether an earlier, different protocol of the same
    study had its outcomes read before that."""

    sha256: str
    fixed_on: dt.date
    changed_after_outcomes: bool


@dataclass(frozen=True)
class _Entry:
    act: Act
    sha256: str
    on: dt.date


def sha256(protocol: Protocol) -> str:
    """SHA-256, in hexadecimal, of all the protocol says, defaults included.

    Taken of its canonical JSON (keys sorted, no spaces, ASCII, a day as `{"day": "2021-01-31"}`): comments,
    layout and the order of keys don't matter, the order of items in a list does. The engine is left out: it
    changes where something is computed, and nothing that is asked. Keys that came later than the first protocols
    count only where they say something, so that nobody's hash changed when they came.
    """
    said = protocol.model_dump(mode="python", by_alias=True, exclude={"study": {"engine"}})
    for part, later in ((said["matching"], ("region",)), *((one, _LATER) for one in said["outcomes"])):
        for key in later:
            if not part[key]:
                del part[key]
    for rule in _LATER_RULES:
        if said["disclosure"][rule] == DisclosureRules.model_fields[rule].default:
            del said["disclosure"][rule]
    return _hash(said)


def record_name(protocol: Protocol) -> str:
    """What the study that `protocol` belongs to is filed under: the same agreement, programme and holding."""
    return _hash([protocol.study.agreement, protocol.study.programme, protocol.holding.name])


def fix(protocol: Protocol, folder: Path, today: dt.date) -> Fixed:
    """Record that `protocol` is fixed as of `today`, unless it was before; call it before reading outcomes.

    `folder` holds one file a study (the same agreement, programme and holding) and is made when missing. The
    entry is on disk when this returns. Raises ProtocolError when the record is damaged, HoldingError when it
    can't be written.
    """
    digest = sha256(protocol)
    with _record(protocol, folder) as record:
        entries = record.entries()
        if not any(entry.act == "fixed" and entry.sha256 == digest for entry in entries):
            record.append(_Entry("fixed", digest, today))
            entries = record.entries()
    place, first = next((i, e) for i, e in enumerate(entries) if e.act == "fixed" and e.sha256 == digest)
    seen = any(entry.act == "outcomes-read" and entry.sha256 != digest for entry in entries[:place])
    return Fixed(digest, first.on, seen)


def mark_outcomes_read(protocol: Protocol, folder: Path, today: dt.date) -> None:
    """Record that outcomes are about to be read under `protocol`, which must be fixed in `folder` already.

    The first time counts; on later ones nothing is written. Raises ProtocolError when the protocol was not
    fixed or the record is damaged, HoldingError when it can't be written.
    """
    digest = sha256(protocol)
    with _record(protocol, folder) as record:
        acts = {entry.act for entry in record.entries() if entry.sha256 == digest}
        if "fixed" not in acts:
            raise record.error(0, "does not hold this protocol", "Fix it before any outcome is read.")
        if "outcomes-read" not in acts:
            record.append(_Entry("outcomes-read", digest, today))


@dataclass(frozen=True)
class _Record:
    """An open, locked record: read it whole, add to its end."""

    file: Path
    descriptor: int

    def entries(self) -> tuple[_Entry, ...]:
        os.lseek(self.descriptor, 0, os.SEEK_SET)
        with os.fdopen(os.dup(self.descriptor), "rb") as stream:
            lines = stream.read().split(b"\n")
        if lines[-1]:  # the last line has no end: it was cut off
            raise self.error(len(lines), "is damaged", _RESTORE)
        return tuple(self._entry(line, number) for number, line in enumerate(lines[:-1], start=1))

    def append(self, entry: _Entry) -> None:
        line = json.dumps({"act": entry.act, "on": entry.on.isoformat(), "sha256": entry.sha256}) + "\n"
        whole = os.fstat(self.descriptor).st_size
        try:
            if os.write(self.descriptor, line.encode("ascii")) < len(line):
                raise OSError("the disk is full")
            os.fsync(self.descriptor)
            sync(self.file.parent)
        except OSError:
            os.ftruncate(self.descriptor, whole)
            raise HoldingError(
                "The record of fixed protocols, among the holdings, cannot be written. Check that the disk has "
                "room."
            ) from None

    def error(self, line: int, wrong: str, mend: str) -> ProtocolError:
        return ProtocolError(self.file.name, (Mistake(line, "the record of fixed protocols", wrong, mend),))

    def _entry(self, line: bytes, number: int) -> _Entry:
        try:
            found = json.loads(line)
            act, digest, on = found["act"], found["sha256"], dt.date.fromisoformat(found["on"])
        except (ValueError, KeyError, TypeError, RecursionError):
            raise self.error(number, "is damaged", _RESTORE) from None
        if act not in get_args(Act) or not isinstance(digest, str) or not re.fullmatch(r"[0-9a-f]{64}", digest):
            raise self.error(number, "is damaged", _RESTORE)
        return _Entry(act, digest, on)


_RESTORE = "Restore the file from a backup; never mend it by hand."


@contextmanager
def _record(protocol: Protocol, folder: Path) -> Iterator[_Record]:
    """The record of the study that `protocol` belongs to, locked against another run."""
    file = folder / f"{record_name(protocol)}.jsonl"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError:
        mistake = Mistake(
            0, "the record of fixed protocols", "cannot be opened", "Check that you may write there."
        )
        raise ProtocolError(file.name, (mistake,)) from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield _Record(file, descriptor)
    finally:
        os.close(descriptor)


def _hash(value: object) -> str:
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_day)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def _day(value: object) -> dict[str, str]:
    if isinstance(value, dt.date):
        return {"day": value.isoformat()}
    raise TypeError(f"a protocol holds no {type(value).__name__}")
