"""Participants' lists, each a file encrypted under a key of its own; with the key it is gone for ever."""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from outcomelab.errors import CohortError, HoldingError
from outcomelab.holdings.keys import destroy_key, keep_key, new_key, read_key
from outcomelab.on_disk import overwrite, sync
from outcomelab.service.vault.places import Places

_NONCE = 12
_GONE = "The participants' list is not there any more, or was damaged: upload it again."


@dataclass(frozen=True)
class KeptList:
    """A list that was taken in. `place`: of its file, under the folder of data. sha256, key_sha256: of the file
    and of its key, for the certificate of their end."""

    place: str
    sha256: str
    key_sha256: str


def keep(places: Places, reference: str, content: bytes, ending: str) -> KeptList:
    """Encrypt a list (AES-256-GCM, NIST SP 800-38D), bound to its place. It is on disk when this returns.

    Raises CohortError when it cannot be written; nothing of it is then left.
    """
    place = f"studies/{reference}/{secrets.token_hex(8)}{ending}.list"
    key, nonce = new_key(), secrets.token_bytes(_NONCE)
    sealed = nonce + AESGCM(bytes.fromhex(key)).encrypt(nonce, content, place.encode())
    file = places.data / place
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        keep_key(key_of(places, place), key)
        # By its name from the first byte, unlike `write_new`: what a killed upload leaves is found by its place.
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(sealed)
            stream.flush()
            os.fsync(stream.fileno())
        sync(file.parent)
    except (OSError, HoldingError):
        destroy(places, place)
        raise CohortError("The list cannot be kept: the lab's disk is full or closed. Try again later.") from None
    return KeptList(place, _sha256(sealed), _sha256(key.encode()))


def content(places: Places, place: str) -> bytes:
    """The list that lies at a place. Raises CohortError when it is gone, damaged or was moved."""
    try:
        sealed = (places.data / place).read_bytes()
        key = bytes.fromhex(read_key(key_of(places, place)))
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], place.encode())
    except (OSError, HoldingError, ValueError, InvalidTag):
        raise CohortError(_GONE) from None


def destroy(places: Places, place: str) -> None:
    """Destroy a list's key, overwrite its file and remove it. What is gone already stays so."""
    destroy_key(key_of(places, place))
    overwrite(places.data / place)


def is_there(places: Places, place: str, sha256: str) -> bool:
    """Whether a list is there with its key, as it was taken in."""
    return key_of(places, place).is_file() and _sha256_of(places.data / place) == sha256


def there(places: Places, reference: str) -> dict[str, str]:
    """The places of all lists in a study's folder, known or not, each with the hash of its file."""
    found = {file: _sha256_of(file) for file in sorted(places.study(reference).glob("*.list"))}
    return {str(file.relative_to(places.data)): sha256 for file, sha256 in found.items() if sha256}


def strays(places: Places, known: frozenset[str], before: float) -> tuple[str, ...]:
    """The places of lists, of any study, that nobody knows and that were there `before` (seconds): left by an
    upload that was cut off."""
    found = {str(file.relative_to(places.data)): file for file in places.data.glob("studies/*/*.list")}
    return tuple(place for place in sorted(found.keys() - known) if _was_there(found[place], before))


def key_of(places: Places, place: str) -> Path:
    """Where the key of the list at a place lies."""
    return places.keys / f"{place.removeprefix('studies/').replace('/', '.')}.key"


def _was_there(file: Path, before: float) -> bool:
    try:
        return file.stat().st_mtime < before
    except FileNotFoundError:  # destroyed just now
        return False


def _sha256_of(file: Path) -> str:
    """The hash of a file; "" where it is gone."""
    try:
        return _sha256(file.read_bytes())
    except FileNotFoundError:
        return ""


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
