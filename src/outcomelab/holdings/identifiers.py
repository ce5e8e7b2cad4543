"""The way to a holding's identifiers: for linkage, and nobody else."""

from __future__ import annotations

from pathlib import Path

from outcomelab.handovers.holding import IdentifierStore
from outcomelab.holdings.keys import identifiers_key, read_key
from outcomelab.holdings.opening import folder_of

IDENTIFIERS = "identifiers.duckdb"


def open_identifiers(holdings: Path, keys: Path, name: str) -> IdentifierStore:
    """The store with the identifiers of the holding `name`, and its key. Reads no other key.

    Raises HoldingError when the holding is not registered or its key is not in `keys`.
    """
    folder = folder_of(holdings, name)
    return IdentifierStore(folder / IDENTIFIERS, read_key(identifiers_key(keys, name)))
