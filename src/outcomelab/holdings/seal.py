"""The key that seals cleared figures on their way from disclosure control to the report."""

from __future__ import annotations

from pathlib import Path

from outcomelab.holdings.keys import made_key, read_key

_KEY = "lab.seal.key"


def seal_key(keys: Path) -> bytes:
    """The lab's seal key in the folder of keys, made when it is first needed.

    Raises HoldingError when it can be neither read nor written.
    """
    return bytes.fromhex(made_key(keys / _KEY))


def existing_seal_key(keys: Path) -> bytes:
    """The lab's seal key, which no new one can stand for. Raises HoldingError when it is not in `keys`."""
    return bytes.fromhex(read_key(keys / _KEY))
