"""What a backup is sealed with: a key in a file, or a passphrase; whoever has it and the backup has everything."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from outcomelab.errors import BackupError, HoldingError
from outcomelab.holdings.keys import made_key, read_key

_SHORTEST = 12  # characters of a passphrase
# Scrypt (Percival, RFC 7914): 128 MB and about half a second for each passphrase that is tried.
_COST, _BLOCK, _LANES = 2**17, 8, 1


class Kind(StrEnum):
    """Of what a backup's secret is; stored in its heading."""

    KEY = "key file"
    PASSPHRASE = "passphrase"  # noqa: S105 the word for it


@dataclass(frozen=True)
class Secret:
    """A key or a passphrase, which is never printed."""

    kind: Kind
    said: bytes = field(repr=False)

    def material(self, salt: bytes) -> bytes:
        """32 bytes that keys are derived from."""
        if self.kind is Kind.KEY:
            return self.said
        return Scrypt(salt=salt, length=32, n=_COST, r=_BLOCK, p=_LANES).derive(self.said)


def of_passphrase(words: str, *, new: bool = False) -> Secret:
    """A passphrase. `new`: it will seal a backup, and has to be hard to guess: raises BackupError when it is too
    short."""
    if new and len(words) < _SHORTEST:
        raise BackupError(f"A passphrase for backups has {_SHORTEST} characters or more: choose a longer one.")
    return Secret(Kind.PASSPHRASE, words.encode("utf-8"))


def of_file(path: Path, *, make: bool = False) -> Secret:
    """The key in a file; `make`: one is made where there is none. Raises BackupError when it can be neither read
    nor written."""
    try:
        return Secret(Kind.KEY, bytes.fromhex(made_key(path) if make else read_key(path)))
    except HoldingError:
        raise BackupError(
            f"The backup's key {path} can be neither read nor made: name the file that was kept of it with --key."
            if make
            else f"The backup's key is not in {path}: name the file that was kept of it with --key."
        ) from None
