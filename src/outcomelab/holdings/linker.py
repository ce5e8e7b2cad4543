"""The linker's role: a key file that opens clerical reviews, and nothing else in the lab.

Whoever has it may look at the pairs of records drawn for review. It opens no holding. How the pairs were drawn
is sealed by a key that follows from the holding's identifiers key, which a reviewer does not have.
"""

from __future__ import annotations

import hashlib
import hmac
import stat
from pathlib import Path

from outcomelab.errors import HoldingError
from outcomelab.holdings.keys import identifiers_key, is_there, keep_key, new_key, read_key

_DESIGN = b"outcomelab clerical review design 1"


def make_role(path: Path) -> None:
    """Make a new role and write its key. Raises HoldingError when the file is there or cannot be written."""
    if is_there(path):
        raise HoldingError(f"{path} exists already: it may open reviews drawn with it. Name another file.")
    keep_key(path, new_key())


def role_key(path: Path) -> str:
    """The key of the role. Raises HoldingError when the file is missing, no key, or can be read by others."""
    key = read_key(path)
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise HoldingError(f"Others can read the linker's key {path}. Close it first: chmod 600 {path}")
    return key


def design_key(keys: Path, holding: str) -> str:
    """The key that seals how a review's pairs were drawn (HMAC-SHA256 of the holding's identifiers key).

    Raises HoldingError when the identifiers key is not in `keys`.
    """
    own = bytes.fromhex(read_key(identifiers_key(keys, holding)))
    return hmac.new(own, _DESIGN, hashlib.sha256).hexdigest()
