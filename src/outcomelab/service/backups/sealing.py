"""A stream of bytes in an encrypted file, piece by piece: none can be altered, moved, left out or cut off.

The pieces are sealed by AES-256-GCM (NIST SP 800-38D) under a key of the file alone, each with a nonce of its
number and of whether it is the last: STREAM (Hoang, Reyhanitabar, Rogaway and Vizár, 2015, "Online
authenticated-encryption and its nonce-reuse misuse-resistance", section 7). A heading in clear says what kind of
secret opens it, and is bound to every piece.
"""

from __future__ import annotations

import hmac
import json
import secrets
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from outcomelab.errors import BackupError
from outcomelab.service.backups.secret import Kind, Secret

_MAGIC = b"outcomelab backup 1\n"
_PIECE, _TAG, _SALT, _CHECK = 1 << 20, 16, 16, 16
_LONGEST_HEADING = 1_000
_NO_BACKUP = "is no backup of the service: name a file that `outcomelab backup` wrote."


class Sealing:
    """Writes to a stream what is sealed; `end` it, or it will count as cut off."""

    def __init__(self, stream: BinaryIO, secret: Secret) -> None:
        salt = secrets.token_bytes(_SALT)
        key, check = _derived(secret, salt)
        said = {"opened by": secret.kind.value, "salt": salt.hex(), "check": check.hex()}
        self._heading = json.dumps(said).encode("ascii") + b"\n"
        self._stream, self._cipher, self._number, self._rest = stream, AESGCM(key), 0, bytearray()
        stream.write(_MAGIC + self._heading)

    def write(self, content: bytes) -> int:
        """Add to the stream. Raises OSError."""
        self._rest += content
        while len(self._rest) > _PIECE:
            self._seal(bytes(self._rest[:_PIECE]), last=False)
            del self._rest[:_PIECE]
        return len(content)

    def end(self) -> None:
        """Write what is left, as the last piece. Raises OSError."""
        self._seal(bytes(self._rest), last=True)

    def _seal(self, piece: bytes, *, last: bool) -> None:
        self._stream.write(self._cipher.encrypt(_nonce(self._number, last), piece, self._heading))
        self._number += 1


class Unsealing:
    """Reads what was sealed. Nothing is given out that was not verified."""

    def __init__(self, path: Path, stream: BinaryIO, secret: Secret) -> None:
        """`stream`: behind its heading, which is read here. Raises BackupError for no backup or another secret."""
        self._path, self._stream = path, stream
        heading, said = _heading(path, stream)
        self._heading, self._number, self._rest, self._over = heading, 0, b"", False
        if said["opened by"] != secret.kind:
            told = f"was sealed with a {said['opened by']}, not with a {secret.kind}"
            raise BackupError(f"The backup {path} {told}.")
        key, check = _derived(secret, bytes.fromhex(said["salt"]))
        if not hmac.compare_digest(check, bytes.fromhex(said["check"])):
            raise BackupError(
                f"The backup {path} does not open with this {secret.kind}: it was sealed with another, or its "
                "first lines were altered."
            )
        self._cipher = AESGCM(key)
        self._sealed = stream.read(_PIECE + _TAG)

    def read(self, size: int) -> bytes:
        """The next bytes, `size` of them or all that are left. Raises BackupError where the file is not as it was
        written."""
        parts = [self._rest]
        found = len(self._rest)
        while found < size and not self._over:
            parts.append(self._piece())
            found += len(parts[-1])
        whole = b"".join(parts)
        self._rest = whole[size:]
        return whole[:size]

    def end(self) -> None:
        """Read to the end, to know that it is there. Raises BackupError."""
        while self.read(_PIECE):
            pass

    def _piece(self) -> bytes:
        after = self._stream.read(_PIECE + _TAG)
        self._over = not after
        try:
            piece = self._cipher.decrypt(_nonce(self._number, self._over), self._sealed, self._heading)
        except (InvalidTag, ValueError):
            raise BackupError(
                f"The backup {self._path} was cut off or altered, so nothing of it is restored: take another copy."
            ) from None
        self._number, self._sealed = self._number + 1, after
        return piece


def kind_of(path: Path) -> Kind:
    """Which kind of secret opens a backup. Raises BackupError when the file is none, or cannot be read."""
    try:
        with path.open("rb") as stream:
            return Kind(_heading(path, stream)[1]["opened by"])
    except OSError:
        raise BackupError(f"The backup {path} cannot be read. Check its name, and who may read it.") from None


def _heading(path: Path, stream: BinaryIO) -> tuple[bytes, dict[str, str]]:
    if stream.read(len(_MAGIC)) != _MAGIC:
        raise BackupError(f"{path} {_NO_BACKUP}")
    heading = stream.readline(_LONGEST_HEADING)
    try:
        said = {name: str(json.loads(heading)[name]) for name in ("opened by", "salt", "check")}
        Kind(said["opened by"]), bytes.fromhex(said["salt"]), bytes.fromhex(said["check"])
    except (ValueError, KeyError, TypeError):
        raise BackupError(f"The backup {path} was altered in its first lines: take another copy.") from None
    return heading, said


def _derived(secret: Secret, salt: bytes) -> tuple[bytes, bytes]:
    """The file's key, and what tells the right secret from another without opening anything (RFC 5869)."""
    both = HKDF(SHA256(), 32 + _CHECK, salt, b"outcomelab backup").derive(secret.material(salt))
    return both[:32], both[32:]


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
