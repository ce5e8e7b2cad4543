"""A project's key: made on the custodian's side, given to who encodes, never to who links.

A key file is JSON that says what it is, so that linkage can tell one and refuse to run beside it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from outcomelab.errors import UsageError
from outcomelab.handovers.encoded import FORMAT

KEY_FORMAT = "outcomelab-project-key/1"
ROUNDS = 600_000
_BYTES = 32
_PROJECT = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,79}")
_HEX = re.compile(r"[0-9a-f]{64}")
# No letter or digit that is read or heard as another: 29 of them, 25 make 121 bits.
_LETTERS = "abcdefghjkmnpqrstuvwxyz346789"
_GROUPS, _GROUP = 5, 5


@dataclass(frozen=True)
class ProjectKey:
    """32 secret bytes and the name of the project they are for. The secret is never printed."""

    project: str
    secret: bytes = field(repr=False)

    @classmethod
    def new(cls, project: str) -> ProjectKey:
        """A random key. Raises UsageError when the project's name cannot be used."""
        return cls(checked(project), secrets.token_bytes(_BYTES))

    @classmethod
    def from_passphrase(cls, project: str, passphrase: str) -> ProjectKey:
        """The key that a passphrase stands for: PBKDF2 (RFC 8018), 600,000 rounds. Takes about half a second."""
        salt = f"{FORMAT}|{checked(project)}".encode()
        secret = hashlib.pbkdf2_hmac("sha256", passphrase.strip().encode(), salt, ROUNDS, _BYTES)
        return cls(project, secret)

    @classmethod
    def read(cls, file: Path) -> ProjectKey:
        """The key in a file. Raises UsageError, which never quotes the file, when there is none."""
        try:
            told = json.loads(file.read_bytes())
            if told["format"] == KEY_FORMAT and _HEX.fullmatch(told["key"]):
                return cls(checked(told["project"]), bytes.fromhex(told["key"]))
        except (OSError, ValueError, TypeError, KeyError):
            raise UsageError(
                f"{file} is missing or is no project key. Ask the custodian for the file again."
            ) from None
        raise UsageError(f"{file} is no project key of this version. Ask the custodian for the file again.")

    def write(self, file: Path) -> None:
        """Write a file that only its owner can read. Raises UsageError when it exists or cannot be written."""
        text = json.dumps({"format": KEY_FORMAT, "project": self.project, "key": self.secret.hex()}, indent=2)
        try:
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
                out.write(text + "\n")
        except FileExistsError:
            raise UsageError(f"{file} exists already. A key is never written over: name another file.") from None
        except OSError:
            raise UsageError(f"{file} cannot be written. Check the folder.") from None

    def derived(self, purpose: str, length: int = 32) -> bytes:
        """The key for one purpose: HKDF-SHA256 (RFC 5869)."""
        info = f"{self.project}|{purpose}".encode()
        return HKDF(SHA256(), length, FORMAT.encode(), info).derive(self.secret)

    @property
    def mark(self) -> str:
        """What tells two keys apart without telling anything about them."""
        return self.derived("check", 8).hex()


def checked(project: str) -> str:
    """`project`, if it can be the name of one. Raises UsageError otherwise."""
    if not _PROJECT.fullmatch(project):
        raise UsageError(
            "A project's name has up to 80 letters, digits, spaces and . _ - and starts with a letter or digit."
        )
    return project


def new_passphrase() -> str:
    """A passphrase of 121 random bits that can be read out on the telephone: five groups of five."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))


def destroy(file: Path) -> None:
    """Overwrite and remove a key file. What was encoded with it can never be encoded alike again.

    Raises UsageError when it is no key file, so that nothing else is destroyed.
    """
    ProjectKey.read(file)
    try:
        with file.open("r+b") as out:
            out.write(secrets.token_bytes(file.stat().st_size))
            out.flush()
            os.fsync(out.fileno())
        file.unlink()
    except OSError:
        raise UsageError(f"{file} cannot be destroyed. Check who may write there.") from None
