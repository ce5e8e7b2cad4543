"""Which holdings are registered and what their dictionaries say. Opens no store."""

from __future__ import annotations

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
    """The folder of the registered holding `name`. Raises HoldingError as `read` does."""
    there = names(holdings)
    if name in there:
        return holdings / name
    known = f"Registered are: {', '.join(there)}." if there else "None is registered there yet."
    words = (f"There is no holding {name} in {holdings}.", known, did_you_mean(name, there))
    raise HoldingError(" ".join(word for word in words if word))


def as_registered(holdings: Path, name: str) -> str:
    """What tells a holding's files as they are from the same after a change, without reading them: their sizes and
    when they were last written, which a backup restores with them. Raises HoldingError as `read` does."""
    files = sorted(path for path in folder_of(holdings, name).iterdir() if path.is_file())
    found = [(path.name, path.stat()) for path in files]
    return repr([(file, stat.st_size, stat.st_mtime_ns) for file, stat in found])


def refuse_changed(holdings: Path, name: str, before: str) -> None:
    """Raise HoldingError when the holding's files are not as `before`, by `as_registered`."""
    if as_registered(holdings, name) != before:
        raise HoldingError(
            f"The holding {name} was changed while the study ran, so its parts may not belong together. Run the "
            "study again."
        )
