"""A new version of the spine takes the old one's place in one step; a build that is killed changes nothing."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import TypeAdapter

from outcomelab.errors import HoldingError
from outcomelab.handovers.spine import SpineStatus, SpineStores
from outcomelab.holdings.keys import (
    check_folder,
    identifiers_key,
    is_there,
    keep_key,
    membership_key,
    new_key,
)
from outcomelab.holdings.spine.both import open_both
from outcomelab.holdings.spine.opening import RECORD, SPINE, Record, read_record


@contextmanager
def building(holdings: Path, keys: Path) -> Iterator[None]:
    """While this lasts nobody else builds the spine. Makes its folder and, for a first build, its keys.

    Raises HoldingError when a folder will not do, or somebody else is building.
    """
    check_folder(holdings, keys)
    folder = holdings / SPINE
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        lock = (folder / ".lock").open("w")
    except OSError:
        raise HoldingError(f"Nothing can be written into {holdings}. Check who may write there.") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # which ends with the process, however it ends
        except OSError:
            raise HoldingError("The spine is being built already. Wait until that build has ended.") from None
        if read_record(holdings) is None:
            for path in (identifiers_key(keys, SPINE), membership_key(keys, SPINE)):
                if not is_there(path):
                    keep_key(path, new_key())
        _clear(holdings)
        yield


def replace(holdings: Path, keys: Path, write: Callable[[SpineStores], None], status: SpineStatus) -> None:
    """Have `write` fill the stores of a new version, then let it count, in one step, instead of the old one.

    To be called while `building`. Raises HoldingError when something cannot be written; the old version
    then counts still.
    """
    folder = holdings / SPINE
    version = f"v{secrets.token_hex(8)}"
    try:
        (folder / version).mkdir(mode=0o700)
        write(open_both(holdings, keys, version))
        _settle(folder, Record(version, status))
    except OSError:
        raise HoldingError(f"The spine cannot be written into {folder}. Check that its disk has room.") from None
    finally:
        _clear(holdings)


def _settle(folder: Path, record: Record) -> None:
    number, name = tempfile.mkstemp(prefix=".record.", dir=folder)
    with os.fdopen(number, "wb") as file:
        file.write(TypeAdapter(Record).dump_json(record, indent=2))
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(folder / RECORD)


def _clear(holdings: Path) -> None:
    """Remove every version but the one that counts, and what a killed build left."""
    record = read_record(holdings)
    for path in (holdings / SPINE).iterdir():
        if path.is_dir() and (record is None or path.name != record.version):
            shutil.rmtree(path, ignore_errors=True)
        elif path.name.startswith(".record."):
            path.unlink(missing_ok=True)
