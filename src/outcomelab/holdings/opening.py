"""Which holdings are registered and what their dictionaries say. Opens no store."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from outcomelab.errors import HoldingError
from outcomelab.handovers.holding import Dictionary
from outcomelab.holdings.names import did_you_mean, is_name
from outcomelab.holdings.record import RECORD, read_record


def names(holdings: Path) -> tuple[str, ...]:
    """The names of all holdings in the folder; none where there is no such folder."""
    records = holdings.glob(f"*/{RECORD}")
    return tuple(sorted(path.parent.name for path in records if is_name(path.parent.name)))


def registered(holdings: Path) -> tuple[Dictionary, ...]:
    """The dictionaries of all holdings in the folder, by name; none where there is no such folder.

    Raises HoldingError when one of the records has been changed and has mistakes.
    """
    return tuple(read_record(holdings / name) for name in names(holdings))


def read(holdings: Path, name: str) -> Dictionary:
    """The dictionary of the holding `name`. Raises HoldingError, naming those that exist, when it is not there."""
    return read_record(folder_of(holdings, name))


def folder_of(holdings: Path, name: str) -> Path:
    """The folder of the registered holding `name`. Raises HoldingError as `read` does, and when it cannot be
    looked into."""
    there = names(holdings)
    if name in there:
        return holdings / name
    if is_name(name) and _is_closed(holdings / name):
        raise _cannot_be_read(holdings, name)
    known = f"Registered are: {', '.join(there)}." if there else "None is registered there yet."
    words = (f"There is no holding {name} in {holdings}.", known, did_you_mean(name, there))
    raise HoldingError(" ".join(word for word in words if word))


def as_registered(holdings: Path, name: str) -> str:
    """What tells a holding's files as they are from the same after a change, without reading them: their sizes and
    when they were last written. For one run: a copy may be younger. Raises HoldingError as `read` does."""
    try:
        found = [(path.name, path.stat()) for path in _files(holdings, name)]
    except OSError:
        raise _cannot_be_read(holdings, name) from None
    return repr([(file, stat.st_size, stat.st_mtime_ns) for file, stat in found])


def fingerprint(holdings: Path, name: str) -> str:
    """What tells a holding from any other, also one registered anew: the hash of what is in each of its files (of
    SHA-256). A copy of the folder, wherever it is, is the same holding. Raises HoldingError as `read` does, and
    when a file cannot be read."""
    try:
        return repr([(path.name, _sha256(path, _written(path))) for path in _files(holdings, name)])
    except OSError:
        raise _cannot_be_read(holdings, name) from None


def refuse_changed(holdings: Path, name: str, before: str) -> None:
    """Raise HoldingError when the holding's files are not as `before`, by `as_registered`."""
    if as_registered(holdings, name) != before:
        raise HoldingError(
            f"The holding {name} was changed while the study ran, so its parts may not belong together. Run the "
            "study again."
        )


def _is_closed(folder: Path) -> bool:
    """Whether a holding that was not found may be there all the same: searching passes over what is closed."""
    try:
        (folder / RECORD).stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True  # there, in a folder that may be entered and not searched


def _cannot_be_read(holdings: Path, name: str) -> HoldingError:
    return HoldingError(f"The holding {name} in {holdings} cannot be read. Check who may read it.")


def _files(holdings: Path, name: str) -> list[Path]:
    return sorted(path for path in folder_of(holdings, name).iterdir() if path.is_file())


def _written(path: Path) -> tuple[int, ...]:
    stat = path.stat()
    return stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns


@lru_cache(maxsize=1_000)  # stores are large, and each stage of a study and each look at its links asks again
def _sha256(path: Path, _as_written: tuple[int, ...]) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
