"""Project keys: made on the custodian's side, given to the provider, destroyed with the study (docs/encoding.md).

Whoever has a project's key and its encodings can find out who is in them by trying names. So the key never
travels with an encoded file, and whoever links never sees it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from outcomelab.errors import EncodingError, UsageError
from outcomelab.handovers.encoded import FORMAT
from outcomelab.on_disk import write_new

KEY_FORMAT = "outcomelab-project-key/1"
ROUNDS = 600_000
PURPOSES = {"values": 32, "pairs": 16, "filter": 32, "diffusion": 32, "check": 8}
SHORTEST_PASSPHRASE = 16
# Plain letters, so that nobody writes the same name in other bytes.
PROJECT = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,79}")
_KEY_BYTES, _LARGEST_FILE = 32, 10_000
_HEX = re.compile(r"[0-9a-fA-F]{64}")
# No 0, 1, i, l, o, u and v: nothing to be mixed up when it is read aloud or copied by hand.
_LETTERS = "23456789abcdefghjkmnpqrstwxyz"
_GROUPS, _IN_A_GROUP = 6, 4


@dataclass(frozen=True)
class ProjectKey:
    """32 secret bytes and the project they belong to. Raises UsageError for a name that no project can have."""

    project: str
    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        checked(self.project)
        if len(self.secret) != _KEY_BYTES:
            raise EncodingError(f"A project key is {_KEY_BYTES} bytes.")

    @classmethod
    def new(cls, project: str) -> ProjectKey:
        """A key from the operating system's randomness."""
        return cls(project, secrets.token_bytes(_KEY_BYTES))

    @classmethod
    def from_passphrase(cls, project: str, passphrase: str) -> ProjectKey:
        """The key that a passphrase stands for: PBKDF2-HMAC-SHA256 (RFC 8018), about half a second.

        Raises EncodingError for a passphrase under 16 characters: short ones can be found by trying.
        """
        words = passphrase.strip()
        if len(words) < SHORTEST_PASSPHRASE:
            raise EncodingError(
                f"The passphrase has fewer than {SHORTEST_PASSPHRASE} characters and could be found by trying. "
                "Make one with `outcomelab project-key code`."
            )
        salt = f"{FORMAT}|{checked(project)}".encode()
        return cls(project, hashlib.pbkdf2_hmac("sha256", words.encode(), salt, ROUNDS, _KEY_BYTES))

    @property
    def mark(self) -> str:
        """16 hexadecimal digits that tell keys apart and reveal nothing of them."""
        return self.derived("check").hex()

    def derived(self, purpose: str) -> bytes:
        """The key for one of `PURPOSES`: HKDF-SHA256 (RFC 5869)."""
        info = f"{self.project}|{purpose}".encode()
        return HKDF(SHA256(), PURPOSES[purpose], FORMAT.encode(), info).derive(self.secret)

    def write(self, path: Path) -> None:
        """Write the key as a new file that only its owner can read, its folder made if need be.

        Raises EncodingError when there is such a file already, or it cannot be written.
        """
        text = json.dumps({"format": KEY_FORMAT, "project": self.project, "key": self.secret.hex()})
        with suppress(OSError):  # which opening the file tells
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            write_new(path, f"{text}\n".encode())
        except FileExistsError:
            raise EncodingError(f"{path} exists already. Name another file, so that no key is lost.") from None
        except OSError:
            raise EncodingError(
                f"The key {path} cannot be written. Check its folder, and that its disk has room."
            ) from None

    @classmethod
    def read(cls, path: Path) -> ProjectKey:
        """The key in a file. Raises EncodingError, which quotes nothing of it, when it holds none."""
        held = _json(path)
        if not isinstance(held, dict) or not isinstance(held.get("format"), str):
            raise EncodingError(
                f"{path} is not a key file. Name the file that `outcomelab project-key new` wrote."
            )
        if held["format"] != KEY_FORMAT:
            raise EncodingError(
                f"{path} is a key file of another version than this program's. Ask who made it for a new one."
            )
        project, key = str(held.get("project")), str(held.get("key"))
        if not PROJECT.fullmatch(project) or not _HEX.fullmatch(key):
            raise EncodingError(f"The key file {path} is damaged. Ask who made it for it again.")
        return cls(project, bytes.fromhex(key))


def new_passphrase() -> str:
    """A passphrase of 116 random bits that can be read aloud: six groups of four small letters and digits."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_IN_A_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def destroy(path: Path) -> ProjectKey:
    """Overwrite and remove a key file, and return what it held; nothing can be encoded with it any more.

    Raises EncodingError when the file holds no key, and leaves it alone.
    """
    key = ProjectKey.read(path)
    try:
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except OSError:
        raise EncodingError(f"The key {path} cannot be destroyed. Check that you may change it.") from None
    return key


def checked(project: str) -> str:
    """`project`, if it can be the name of one. Raises UsageError otherwise."""
    if not PROJECT.fullmatch(project):
        raise UsageError(
            "A project's name has up to 80 letters (a to z), digits, spaces and . _ - and starts with a letter or "
            "digit."
        )
    return project


def _json(path: Path) -> object:
    try:
        if path.stat().st_size > _LARGEST_FILE:
            return None
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise EncodingError(f"There is no key file {path}. Check its name and its folder.") from None
    except OSError:
        raise EncodingError(f"The key file {path} cannot be opened. Check that you may read it.") from None
    except ValueError:  # whose message could quote the key
        return None
