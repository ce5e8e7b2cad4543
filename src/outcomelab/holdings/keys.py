"""The keys of the stores: one a store, in a folder apart from the holdings. Whoever has a key opens its store.

Key files are `<holding>.identifiers.key` and `<holding>.content.key`: 256 random bits in hexadecimal. The
spine's are `_spine.identifiers.key` and `_spine.membership.key`, a project's `<project>.project.key`.
"""

from __future__ import annotations

import re
import secrets
import stat
from pathlib import Path

from outcomelab.errors import HoldingError
from outcomelab.on_disk import overwrite, settle, write_new

_KEY = re.compile(r"[0-9a-f]{64}")


def default_keys(holdings: Path) -> Path:
    """The folder of keys where none is named: beside the holdings, `holdings.keys` for `holdings`."""
    whole = holdings.resolve()
    return whole.parent / f"{whole.name}.keys"


def new_key() -> str:
    """256 bits from the operating system's randomness, in hexadecimal."""
    return secrets.token_hex(32)


def identifiers_key(keys: Path, name: str) -> Path:
    """The file with the key of a holding's identifiers."""
    return keys / f"{name}.identifiers.key"


def content_key(keys: Path, name: str) -> Path:
    """The file with the key of a holding's content."""
    return keys / f"{name}.content.key"


def members_key(keys: Path, name: str) -> Path:
    """The file with the key that a holding's member numbers are made with; it outlives the holding."""
    return keys / f"{name}.members.key"


def membership_key(keys: Path, name: str) -> Path:
    """The file with the key of the spine's membership."""
    return keys / f"{name}.membership.key"


def project_key(keys: Path, project: str) -> Path:
    """The file with the key that a project's pseudonyms are made with."""
    return keys / f"{project}.project.key"


def is_there(path: Path) -> bool:
    """Whether there is such a file or folder. Raises HoldingError when the folder it would be in is closed."""
    try:
        return path.exists()
    except OSError:
        raise HoldingError(f"The folder {path.parent} cannot be looked into. Check who may open it.") from None


def check_place(holdings: Path, keys: Path, name: str) -> None:
    """Raise HoldingError when the folder of keys cannot be used: inside the holdings, open to others, or
    with keys of this name in it already."""
    check_folder(holdings, keys)
    for path in (identifiers_key(keys, name), content_key(keys, name)):
        if is_there(path):
            raise HoldingError(
                f"The folder of keys already has {path.name}. It may open a holding registered elsewhere: "
                "move it away, or name another folder of keys."
            )


def check_folder(holdings: Path, keys: Path) -> None:
    """Raise HoldingError when the folder of keys is inside the holdings, or open to others."""
    inner, outer = keys.resolve(), holdings.resolve()
    if inner.is_relative_to(outer) or outer.is_relative_to(inner):
        raise HoldingError(
            f"The folder of keys {keys} and the holdings {holdings} are inside one another: whoever copies "
            "one would have both. Name a folder of keys elsewhere, best on another disk."
        )
    if is_there(keys) and not keys.is_dir():
        raise HoldingError(f"{keys} is a file. Name a folder for the keys.")
    if keys.exists() and stat.S_IMODE(keys.stat().st_mode) & 0o077:
        raise HoldingError(f"Others can read the folder of keys {keys}. Close it first: chmod 700 {keys}")


def keep_key(path: Path, key: str) -> None:
    """Write a key that only its owner can read. Raises HoldingError when it cannot be written."""
    try:
        _write(path, key)
    except OSError:
        raise _cannot_be_written(path) from None


def made_key(path: Path) -> str:
    """The key in a file, made where there is none yet: several who make it at once all have the same. Raises
    HoldingError when it can be neither read nor written."""
    if not is_there(path):
        try:
            _write(path, new_key())
        except FileExistsError:  # somebody else has just made it
            pass
        except OSError:
            raise _cannot_be_written(path) from None
    return read_key(path)


def read_key(path: Path) -> str:
    """The key in a file; the second name that a killed process left of it goes. Raises HoldingError when it is
    missing, unreadable or no key."""
    settle(path)
    try:
        key = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise HoldingError(f"The key {path.name} is not in {path.parent}. Name the folder of keys.") from None
    except (OSError, UnicodeDecodeError):
        raise HoldingError(f"The key {path} cannot be read. Ask who keeps the keys.") from None
    if not _KEY.fullmatch(key):
        raise HoldingError(f"{path} does not hold a key. Put the right file back.")
    return key


def destroy_key(path: Path) -> bool:
    """Overwrite and remove a key file; whether there was one. Its store can never be opened again."""
    return overwrite(path)


def _write(path: Path, key: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_new(path, key.encode("ascii"))


def _cannot_be_written(path: Path) -> HoldingError:
    return HoldingError(f"The key {path} cannot be written. Check the folder of keys, and that its disk has room.")
