"""The key that seals cleared figures on their way from disclosure control to the report."""

from __future__ import annotations

from pathlib import Path

from outcomelab.holdings.keys import keep_key, new_key, read_key


def seal_key(keys: Path) -> bytes:
    """The lab's seal key in the folder of keys, made when it is first needed.

    Raises HoldingError when it can be neither read nor written.
    """
    path = keys / "lab.seal.key"
    if not path.is_file():
        keep_key(path, new_key())
    return bytes.fromhex(read_key(path))
